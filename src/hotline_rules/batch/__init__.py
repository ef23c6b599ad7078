"""A year of tickets from files to tables of results, on all cores, safe to break off.

The judging itself is that of `frames`; parts, processes and tables are those of
audits. The command is told in docs/batch.md.
"""
