"""A batch of result tables as one table with a row for each ticket, and its types.

A row has `id`, the `ticket` (a record: the columns of the table `tickets`) and for each
other table a list of records. One further row for each batch has no `id` and no
`ticket`: it holds what was `refused` and the `balance`, so that both travel with the
tickets they were counted with and are counted once however often a task was repeated.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.diagnostics import Text
from hotline_rules.frames import schemas
from hotline_rules.frames.refusals import WITH_ITS_TICKET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.diagnostics.model import Language

    Tables = Mapping[str, pa.RecordBatch]

TICKETS, BALANCE, REFUSED = "tickets", "balance", "refused"
PLACE = "place"
NOT_LISTED = (TICKETS, BALANCE, REFUSED)
_ANOTHER = Text(
    "同一工单另有一行不能用（{0}），整件工单不判断",
    "another row of its ticket cannot be used ({0}), so the ticket is not judged",
)
# Spark knows one grain of time; where it shows an instant is the session's affair.
_INSTANT = pa.timestamp("us", "UTC")
_NAMES = {
    pa.string(): "STRING",
    pa.int64(): "BIGINT",
    pa.int32(): "INT",
    pa.bool_(): "BOOLEAN",
    _INSTANT: "TIMESTAMP_LTZ",
}


def plain_schemas() -> dict[str, pa.Schema]:
    """The columns of every table as Spark has them.

    Those of `frames`, but that instants are microseconds, and that a refused row has
    the `place` its caller knows it by and no `row`: rows have no numbers in Spark.
    """
    found = {
        name: pa.schema([pa.field(one.name, _spark_type(one.type)) for one in schema])
        for name, schema in schemas("UTC").items()
    }
    place = pa.field(PLACE, pa.list_(pa.string()))
    refused = found[REFUSED]
    found[REFUSED] = refused.set(refused.get_field_index("row"), place)
    return found


def nested_schema() -> pa.Schema:
    """The columns of the table with a row for each ticket."""
    plain = plain_schemas()
    listed = [name for name in plain if name not in NOT_LISTED]
    return pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("ticket", pa.struct(list(plain[TICKETS]))),
            *(
                pa.field(name, pa.list_(pa.struct(without_id(plain[name]))))
                for name in listed
            ),
            pa.field(REFUSED, pa.list_(pa.struct(list(plain[REFUSED])))),
            pa.field(BALANCE, pa.struct(list(plain[BALANCE]))),
        ]
    )


def without_id(schema: pa.Schema) -> list[pa.Field]:
    """The columns of a table but the ticket's own."""
    return [one for one in schema if one.name != "id"]


def nested(
    tables: Tables, place: pa.Table, schema: pa.Schema, lang: Language = "zh"
) -> pa.RecordBatch:
    """Put the tables of one batch into one.

    Args:
        tables: as `ColumnJudge` gives them, the rows of every table in the order of
            the tickets.
        place: columns by which the caller knows the rows that were judged.
        schema: of `nested_schema`, made once.
        lang: of messages.
    """
    tickets = tables[TICKETS]
    count = tickets.num_rows
    columns: list[Any] = []
    for one in schema:
        if one.name == "id":
            column = pa.concat_arrays([tickets.column("id"), pa.nulls(1, pa.string())])
        elif one.name == "ticket":
            column = _with_null(_structs(tickets, one.type))
        elif one.name == REFUSED:
            refused = _placed(tables[REFUSED], place, lang)
            column = _last(_structs(refused, one.type.value_type), count)
        elif one.name == BALANCE:
            balance = _structs(tables[BALANCE], one.type)
            column = pa.concat_arrays([pa.nulls(count, one.type), balance])
        else:
            records = _structs(tables[one.name], one.type.value_type)
            ids = tables[one.name].column("id")
            column = _lists(records, ids, tickets.column("id"))
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def ddl_of(schema: pa.Schema) -> str:
    """The schema as Spark writes it."""
    return ", ".join(f"`{one.name}` {_ddl_type(one.type)}" for one in schema)


def _ddl_type(type_: pa.DataType) -> str:
    if pa.types.is_struct(type_):
        inside = ", ".join(f"`{one.name}`: {_ddl_type(one.type)}" for one in type_)
        return f"STRUCT<{inside}>"
    if pa.types.is_list(type_):
        return f"ARRAY<{_ddl_type(type_.value_type)}>"
    return _NAMES[type_]


def _structs(rows: pa.RecordBatch, type_: pa.StructType) -> pa.StructArray:
    fields = list(type_)
    arrays = [rows.column(one.name).cast(one.type) for one in fields]
    return pa.StructArray.from_arrays(arrays, fields=fields)


def _with_null(records: pa.StructArray) -> pa.StructArray:
    return pa.concat_arrays([records, pa.nulls(1, records.type)])


def _placed(refused: pa.RecordBatch, place: pa.Table, lang: Language) -> pa.RecordBatch:
    """Say of refused rows what the caller knows them by, as texts."""
    rows = refused.column("row")
    texts = [one.take(rows).cast(pa.string()).to_pylist() for one in place.columns]
    lists = list(map(list, zip(*texts, strict=True))) or [[]] * len(rows)
    said = pa.array(_messages(refused, lang), pa.string())
    refused = refused.set_column(
        refused.schema.get_field_index("message"), "message", said
    )
    return refused.append_column(PLACE, pa.array(lists, pa.list_(pa.string())))


def _messages(refused: pa.RecordBatch, lang: Language) -> list[str]:
    """Messages that name no number of a row: where Spark put it tells nobody anything.

    A sound row of a ticket says instead what is wrong with the row at fault.
    """
    names = ("id", "code", "message")
    told = list(zip(*(refused.column(x).to_pylist() for x in names), strict=True))
    reasons: dict[str, str] = {}
    for id_, code, message in told:
        if code != WITH_ITS_TICKET:
            reasons.setdefault(id_, message)
    return [
        _ANOTHER.in_(lang).format(reasons[id_]) if code == WITH_ITS_TICKET else message
        for id_, code, message in told
    ]


def _lists(records: pa.StructArray, ids: pa.Array, tickets: pa.Array) -> pa.ListArray:
    """A list of records for each ticket, and an empty one for the row without."""
    places = pc.index_in(ids, value_set=tickets).to_pylist()
    counts = Counter(places)
    ends = accumulate((counts[place] for place in range(len(tickets))), initial=0)
    offsets = pa.array([*ends, len(records)], pa.int32())
    return pa.ListArray.from_arrays(offsets, records)


def _last(records: pa.StructArray, count: int) -> pa.ListArray:
    """Empty lists for the tickets, and all records for the row without."""
    offsets = pa.array([*([0] * (count + 1)), len(records)], pa.int32())
    return pa.ListArray.from_arrays(offsets, records)


def _spark_type(type_: pa.DataType) -> pa.DataType:
    return _INSTANT if pa.types.is_timestamp(type_) else type_
