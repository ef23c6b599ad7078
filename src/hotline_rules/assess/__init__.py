"""Many results to units and months (考核): counts, rates, scores, ranks, bulletins.

Results come one by one and are let go; what stays is a handful of numbers for each
unit and month. What is counted, and what is made of it, stands in the profile's
``measures``; this room only does the arithmetic, in exact decimals. It needs the
standard library only, and reads no clock and no file.
"""

from hotline_rules.assess.assessment import Assessment, assess
from hotline_rules.assess.bulletin import render_bulletin
from hotline_rules.assess.output import notes_to_dict, row_to_dict
from hotline_rules.assess.records import (
    AssessmentTable,
    ContradictionError,
    Entry,
    Figure,
    Gap,
    Notes,
    Row,
)
from hotline_rules.assess.seen import Added

__all__ = [
    "Added",
    "Assessment",
    "AssessmentTable",
    "ContradictionError",
    "Entry",
    "Figure",
    "Gap",
    "Notes",
    "Row",
    "assess",
    "notes_to_dict",
    "render_bulletin",
    "row_to_dict",
]
