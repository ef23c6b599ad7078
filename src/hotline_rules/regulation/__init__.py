"""What a profile says, in Chinese sentences: as statements, and as a document.

A rendering is the statements in the order of the articles; the difference between two
profiles is the difference between their statements.
"""

from hotline_rules.regulation.model import Part, Statement
from hotline_rules.regulation.statements import statements

__all__ = ["Part", "Statement", "statements"]
