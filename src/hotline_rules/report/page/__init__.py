"""The page of a run: one HTML file that needs no network.

Figures, a list that stays quick at a hundred thousand tickets, and for each of them a
time line and the explanation, which is unpacked when the ticket is opened.
"""

from hotline_rules.report.page.write import write_page

__all__ = ["write_page"]
