"""Events in columns to results in columns, batch by batch."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.engine import evaluate, instant_of, no_profile, plan_for
from hotline_rules.frames.attributes import PREFIX, AttributeTable
from hotline_rules.frames.collector import collector_paused
from hotline_rules.frames.columns import columns_of, named_columns, text_column
from hotline_rules.frames.errors import missing_attribute_id
from hotline_rules.frames.heads import IN_ORDER, standing_of
from hotline_rules.frames.histories import Histories
from hotline_rules.frames.intake import Intake
from hotline_rules.frames.oddities import OddHistories, OddRows
from hotline_rules.frames.refusals import Refused, engine_failed
from hotline_rules.frames.results import Results
from hotline_rules.frames.schema import schemas
from hotline_rules.frames.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate.engine import HasRulebook
    from hotline_rules.frames.oddities import Oddities
    from hotline_rules.history import History


@dataclass(frozen=True, slots=True)
class Balance:
    """That nothing was lost: of one batch, or of several added up.

    Attributes:
        rows: given; each is among `rows_used` or `rows_refused`.
        tickets: with an id; each is among `judged`, `left_out` or `refused`.
        left_out: judged, and not written since they are in order.
    """

    rows: int = 0
    rows_used: int = 0
    rows_refused: int = 0
    tickets: int = 0
    judged: int = 0
    left_out: int = 0
    refused: int = 0

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.rows + other.rows,
            self.rows_used + other.rows_used,
            self.rows_refused + other.rows_refused,
            self.tickets + other.tickets,
            self.judged + other.judged,
            self.left_out + other.left_out,
            self.refused + other.refused,
        )


class ColumnJudge:
    """Judges tables of events by one profile, as of one instant.

    Attributes:
        balance: of all batches so far.
        schemas: of the tables that come out, by name.
    """

    def __init__(
        self,
        profile: HasRulebook,
        *,
        as_of: datetime | str | int,
        known_at: datetime | str | int | None = None,
        only_out_of_order: bool = False,
        lang: Language = "zh",
    ) -> None:
        """Make ready.

        Args:
            profile: from `load_profile`.
            as_of: the moment of judgement, included, as for `evaluate`.
            known_at: the moment of knowledge, included.
            only_out_of_order: leave out tickets whose `standing` is `in_order`; they
                are counted in the balance.
            lang: of messages.

        Raises:
            TypeError: `profile` is no profile, but perhaps its name.
            ValueError: an instant is naive or not an instant.
        """
        if not hasattr(profile, "rulebook"):
            raise no_profile(profile, "ColumnJudge")
        self.balance = Balance()
        self._profile = profile
        self._as_of = instant_of(as_of, "as_of")
        self._known = None if known_at is None else instant_of(known_at, "known_at")
        self._only_out_of_order = only_out_of_order
        self._lang: Language = lang
        rulebook = profile.rulebook
        self._zone = Zone.load(rulebook.zone)
        self._plan = plan_for(rulebook, "ticket", self._known)
        self.schemas = schemas(rulebook.zone)
        self._odd = OddHistories(self._plan)
        self._table: tuple[Any, AttributeTable] | None = None

    def judge(
        self,
        events: pa.Table | pa.RecordBatch,
        attributes: pa.Table | pa.RecordBatch | None = None,
        *,
        rows: Sequence[int] | None = None,
    ) -> dict[str, pa.RecordBatch]:
        """Judge whole tickets, the rows of each lying together.

        Args:
            events: a row for each event (docs/frames.md).
            attributes: of tickets, a row for each; the same object may be given again
                and is then not read again.
            rows: the numbers of the rows as the caller counts them, for the table of
                refused rows; from 0 when left out.

        Returns:
            a batch for each of `schemas`, those without rows included.

        Raises:
            FrameError: it is no table of Arrow; a column is missing, has no zone or
                another type than it must have; rows of one ticket lie apart.
        """
        columns = columns_of(events)
        refused = Refused(range(columns.size) if rows is None else rows, self._lang)
        with collector_paused():
            table = self._attribute_table(attributes)
            intake = Intake(columns, self._zone, table, refused)
            odd = OddRows(self._plan, intake)
            return self._judged(intake, odd, refused, columns.size)

    def judge_histories(
        self, histories: Sequence[History], *, rows: Sequence[int] | None = None
    ) -> dict[str, pa.RecordBatch]:
        """Judge histories that are read already; each counts as one row.

        Args:
            histories: of tickets, from `parse_history`.
            rows: the numbers of the histories as the caller counts them, for the table
                of refused rows; from 0 when left out.

        Returns:
            a batch for each of `schemas`, as `judge` does.
        """
        size = len(histories)
        refused = Refused(range(size) if rows is None else rows, self._lang)
        with collector_paused():
            intake = Histories(histories, refused)
            return self._judged(intake, self._odd, refused, size)

    def _judged(
        self,
        intake: Intake | Histories,
        odd: Oddities,
        refused: Refused,
        size: int,
    ) -> dict[str, pa.RecordBatch]:
        results = Results(self.schemas, self._plan, self._lang)
        left_out = self._judge(intake, odd, results)
        made = results.batches(pa.array(intake.ids, pa.string()))
        judged = len(intake.ids) - refused.tickets
        balance = Balance(
            size,
            size - len(refused),
            len(refused),
            len(intake.ids),
            judged - left_out,
            left_out,
            refused.tickets,
        )
        self.balance += balance
        made["refused"] = self._batch("refused", refused.columns())
        of_batch = [[getattr(balance, name)] for name, _ in TABLES["balance"]]
        made["balance"] = self._batch("balance", of_batch)
        return made

    def _attribute_table(self, attributes: Any) -> AttributeTable | None:
        if attributes is None:
            return None
        if self._table is None or self._table[0] is not attributes:
            columns = named_columns(attributes)
            if "id" not in columns:
                raise missing_attribute_id()
            ids = text_column(columns.pop("id"), "id")
            named = {name.removeprefix(PREFIX): x for name, x in columns.items()}
            self._table = attributes, AttributeTable(ids, named, self._zone)
        return self._table[1]

    def _judge(
        self, intake: Intake | Histories, odd: Oddities, results: Results
    ) -> int:
        """Judge all tickets; answer how many were left out."""
        left_out = 0
        for taken in intake.tickets():
            try:
                one = evaluate(
                    self._profile,
                    taken.history,
                    as_of=self._as_of,
                    known_at=self._known,
                )
                anomalies = odd.of(taken, one)
            except Exception as error:  # noqa: BLE001 - one ticket must not stop the rest
                place = traceback.extract_tb(error.__traceback__)[-1].name
                intake.refuse(taken.number, engine_failed(error, place))
                continue
            standing = standing_of(one)
            if self._only_out_of_order and standing.word == IN_ORDER:
                left_out += 1
                continue
            results.add(taken.number, one, standing, len(taken.kinds), anomalies)
        return left_out

    def _batch(self, table: str, columns: Sequence[Sequence[Any]]) -> pa.RecordBatch:
        schema = self.schemas[table]
        arrays = [pa.array(x, y.type) for x, y in zip(columns, schema, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)
