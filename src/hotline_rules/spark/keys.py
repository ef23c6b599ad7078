"""What brings the rows of a ticket together before anybody can read its id.

Ids that are equal in Unicode NFC and trimmed are one ticket, and Spark knows no NFC. So
rows are spread and sorted by a key that equal ids share, and now and then different
ones; executors tell those apart.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from pyspark.sql import Column

KEY = "(key)"  # which no column of events is called
_PLAIN = "^[!-~]+$"
_EDGES = r"(?U)^[\s\x1c-\x1f]+|[\s\x1c-\x1f]+$"  # what `str.strip` takes away
_SIMPLE = "^[ -~]*$"
_SINGLES = "\u212a\u037e\u1fef"  # which NFC makes ASCII, and no other characters


def key_of(id_: Column) -> Column:
    """The key of an id: an id of ASCII itself, trimmed; of any other its digits.

    Of other ids the digits only, since NFC joins letters and marks, and never digits.
    """
    from pyspark.sql import functions as f

    trimmed = f.regexp_replace(f.translate(id_, _SINGLES, "K;`"), _EDGES, "")
    digits = f.regexp_replace(trimmed, "[^0-9]", "")
    return (
        f.when(id_.rlike(_PLAIN), id_)
        .when(trimmed.rlike(_SIMPLE), trimmed)
        .otherwise(digits)
    )


def told_apart(table: pa.Table) -> pa.Table:
    """Put the rows of each id together, as they stand, and drop the key.

    Args:
        table: with the columns `id` and `key`; all rows of every key that is in it.
    """
    ids = table.column("id")
    rows = table.drop_columns([KEY])
    if pc.all(pc.equal(ids, table.column(KEY))).as_py() is not False:
        return rows
    places: dict[str | None, list[int]] = {}
    for row, id_ in enumerate(ids.to_pylist()):
        places.setdefault(tidied(id_), []).append(row)
    return rows.take(pa.array(chain.from_iterable(places.values()), pa.int64()))
