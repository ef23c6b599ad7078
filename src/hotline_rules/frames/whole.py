"""A whole frame of events at once, whatever the order of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.evaluate.engine import no_profile
from hotline_rules.frames.columns import columns_of, one_array
from hotline_rules.frames.judge import ColumnJudge
from hotline_rules.frames.kinds import arrow_of, writer_of
from hotline_rules.frames.tables import TABLES
from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate.engine import HasRulebook
    from hotline_rules.frames.judge import Balance

_A_BATCH = 100_000  # rows judged at a time, so that memory holds one batch of results


@dataclass(frozen=True, slots=True)
class Frames:
    """The tables that come out, as frames of the library whose frame went in.

    Columns and units are told in docs/frames.md.

    Attributes:
        tickets, deadlines, lights, penalties, actions, statuses, rungs, missing,
            anomalies: what `evaluate` gives, in columns.
        refused: the rows that were not judged, by their place from 0, and why.
        balance: that no row and no ticket was lost.
        unused_attributes: rows of the attributes whose id no event has.
    """

    tickets: Any
    deadlines: Any
    lights: Any
    penalties: Any
    actions: Any
    statuses: Any
    rungs: Any
    missing: Any
    anomalies: Any
    refused: Any
    balance: Balance
    unused_attributes: int = 0


def evaluate_frame(
    profile: HasRulebook,
    events: Any,
    as_of: datetime | str | int,
    *,
    known_at: datetime | str | int | None = None,
    attributes: Any = None,
    only_out_of_order: bool = False,
    lang: Language = "zh",
) -> Frames:
    """Judge all tickets of a frame: the same as `evaluate`, ticket by ticket.

    Args:
        profile: from `load_profile`.
        events: a frame of pandas, Polars or Arrow with a row for each event: `id` of
            the ticket, `at` (a time with a zone, or whole UTC epoch seconds), `type`;
            perhaps `recorded_at`, `event_id`, `subject`, `ticket.<attribute>`; all
            other columns are payload. Rows may be in any order.
        as_of: the moment of judgement, included.
        known_at: the moment of knowledge, included.
        attributes: a frame with `id` and a column for each attribute.
        only_out_of_order: leave out tickets whose `standing` is `in_order`; the
            balance counts them.
        lang: of messages.

    Raises:
        TypeError: `profile` is no profile, but perhaps its name.
        FrameError: a column is missing, its times have no zone, or it has a type that
            nothing can be read from. Single rows that cannot be read are in `refused`.
        ValueError: an instant is naive or not an instant.
    """
    if not hasattr(profile, "rulebook"):
        raise no_profile(profile, "evaluate_frame")
    table, kind = arrow_of(events)
    judge = ColumnJudge(
        profile,
        as_of=as_of,
        known_at=known_at,
        only_out_of_order=only_out_of_order,
        lang=lang,
    )
    columns_of(table.slice(0, 0))  # that what is needed is there
    given = None if attributes is None else arrow_of(attributes)[0]
    found: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
    for batch, rows in _batches(table):
        for name, made in judge.judge(batch, given, rows=rows).items():
            found[name].append(made)
    write = writer_of(kind)
    frames = {
        name: write(pa.Table.from_batches(batches, judge.schemas[name]))
        for name, batches in found.items()
        if name != "balance"
    }
    unused = 0 if given is None else _unused(given, table)
    return Frames(**frames, balance=judge.balance, unused_attributes=unused)


def _batches(table: pa.Table) -> Iterator[tuple[pa.Table, Any]]:
    """The rows in whole tickets, each batch with the numbers of its rows."""
    ids = one_array(table["id"])
    if not pa.types.is_dictionary(ids.type):
        ids = ids.dictionary_encode()
    number_of: dict[str | None, int] = {None: -1}
    numbers = [
        number_of.setdefault(tidied(id_), len(number_of))
        for id_ in ids.dictionary.to_pylist()
    ]
    codes = pa.array(numbers, pa.int64()).take(ids.indices)
    ends = _ends(codes)
    order = None
    if len(ends) > len(pc.unique(codes)):  # rows without id are one more
        order = pc.sort_indices(codes)  # stable: rows of a ticket keep their order
        table, ends = table.take(order), _ends(codes.take(order))
    start = 0
    for place, end in enumerate(ends):
        if end - start >= _A_BATCH or place == len(ends) - 1:
            rows = range(start, end)
            if order is not None:
                rows = order.slice(start, end - start).to_pylist()
            yield table.slice(start, end - start), rows
            start = end


def _ends(codes: pa.Array) -> list[int]:
    """Where stretches of equal codes end."""
    if not len(codes):
        return [0]
    ends: list[int] = pc.run_end_encode(codes, pa.int64()).run_ends.to_pylist()
    return ends


def _unused(attributes: pa.Table, events: pa.Table) -> int:
    known = set(map(tidied, events["id"].unique().to_pylist())) - {None}
    return sum(tidied(id_) not in known for id_ in attributes["id"].to_pylist())
