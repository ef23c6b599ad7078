"""Ratios against other packages, measured in one run; see README.md."""
