"""The mapping (对照表) that says what the columns of an export mean.

`load_mapping` reads one and reports its faults as those of a profile are reported;
`Mapping.reader` binds it to a sheet and makes `Piece`s of its rows; `guess_mapping`
proposes one from headings and samples. Histories that are whole already need none:
`records`.
"""

from hotline_rules.adapters.mapping.guessing import Guess, guess_mapping
from hotline_rules.adapters.mapping.loading import (
    Mapping,
    MappingError,
    check_mapping,
    load_mapping,
)
from hotline_rules.adapters.mapping.reader import RowReader
from hotline_rules.adapters.mapping.records import records

__all__ = [
    "Guess",
    "Mapping",
    "MappingError",
    "RowReader",
    "check_mapping",
    "guess_mapping",
    "load_mapping",
    "records",
]
