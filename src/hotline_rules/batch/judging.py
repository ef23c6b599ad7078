"""A stretch of tickets judged, and its rows written as a part."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules.audit.merging import merge_table
from hotline_rules.audit.parts import last_part, rows_of_parts, write_part
from hotline_rules.audit.stages import Tabling
from hotline_rules.batch.cells import Cells
from hotline_rules.batch.places import PLACE
from hotline_rules.batch.refusing import RefusedRows
from hotline_rules.batch.tables import IDS, schemas_of
from hotline_rules.diagnostics import Text
from hotline_rules.frames.collector import collector_paused
from hotline_rules.frames.judge import Balance, ColumnJudge
from hotline_rules.frames.refusals import Fault
from hotline_rules.frames.words import tidied
from hotline_rules.history import HistoryError, parse_history_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotline_rules.audit.merging import Format
    from hotline_rules.batch.lines import LinesRead
    from hotline_rules.batch.reading import Broken
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.history import History
    from hotline_rules.profile import Profile

UNREADABLE = "unreadable-history"
CELLS, BYTES = "number-of-cells", "bad-bytes"


@dataclass(frozen=True, slots=True)
class Orders:
    """All that a process needs to know to judge any part; it is sent to each once.

    Attributes:
        folder: of the run.
        run: digest of what was asked.
        profile: that judges.
        as_of, known_at: UTC epoch seconds.
        only_out_of_order: leave out the tickets that are in order.
        lang: of messages.
        formats: of the tables.
        names: of the inputs, as they are shown.
        cells: whether values came as texts (CSV).
    """

    folder: Path
    run: str
    profile: Profile
    as_of: int
    known_at: int | None
    only_out_of_order: bool
    lang: Language
    formats: tuple[Format, ...]
    names: tuple[str, ...]
    cells: bool

    @property
    def parts(self) -> Path:
        """The folder of the parts."""
        return self.folder / "parts"


@dataclass(frozen=True, slots=True)
class EventsTask:
    """The task to judge rows of events.

    Attributes:
        part: its number, from 1.
        rows: of whole tickets, with their places; as a stream of Arrow where it goes to
            another process.
        ids, places: of its tickets and their first rows.
        broken: rows among them that the table could not hold.
    """

    part: int
    rows: pa.Table
    ids: list[str]
    places: list[int]
    broken: tuple[Broken, ...] = ()

    @property
    def size(self) -> int:
        """How many rows it has, broken ones included."""
        return int(self.rows.num_rows) + len(self.broken)

    def __reduce__(self) -> tuple[Any, ...]:
        # TRAP: pickled as it is, a slice of a table takes all of the table along.
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self.rows.schema) as writer:
            writer.write_table(self.rows)
        data = sink.getvalue().to_pybytes()
        return _unpacked, (self.part, data, self.ids, self.places, self.broken)


def _unpacked(part: int, data: bytes, *rest: Any) -> EventsTask:
    return EventsTask(part, pa.ipc.open_stream(data).read_all(), *rest)


@dataclass(frozen=True, slots=True)
class LinesTask:
    """The task to judge lines of histories; ``part`` is its number, from 1."""

    part: int
    lines: LinesRead

    @property
    def size(self) -> int:
        """How many lines it has, blank ones left out."""
        return self.lines.number


Task = EventsTask | LinesTask | Tabling


class Worker:
    """Does tasks.

    Args:
        orders: of the run.
        _say: takes messages for people; there are none.
    """

    def __init__(self, orders: Orders, _say: Callable[[Text], None]) -> None:
        self._orders = orders
        self._judge = ColumnJudge(
            orders.profile,
            as_of=orders.as_of,
            known_at=orders.known_at,
            only_out_of_order=orders.only_out_of_order,
            lang=orders.lang,
        )
        self._cells = Cells(orders.profile.rulebook)
        self._schemas = schemas_of(orders.profile.rulebook.zone)

    def __call__(self, task: Task) -> int:
        """Do a task; answer how many rows were judged or written.

        Raises:
            AuditError: the disk is full, a file cannot be written, a part is damaged.
            FrameError: a column cannot be read at all.
        """
        match task:
            case EventsTask():
                return self._events(task)
            case LinesTask():
                return self._lines(task)
            case Tabling(table):
                return self._table(table)

    def close(self) -> None:
        """Let go of nothing: files are only open while a task is done."""

    def _events(self, task: EventsTask) -> int:
        refused = RefusedRows(self._orders.names, self._orders.lang)
        for broken in task.broken:
            refused.row(broken.place, tidied(broken.id), _cells_fault(broken))
        table, faults = task.rows, dict[int, Fault]()
        if self._orders.cells:
            table, faults = self._cells.typed(table)
        barred = {tidied(one.id) for one in task.broken}
        if barred or faults:
            table = refused.tickets(table, barred, faults)
        places = table.column(PLACE).to_pylist()
        made = self._judge.judge(table.drop_columns([PLACE]), rows=places)
        self._write(task.part, made, refused, task.ids, task.places)
        return task.size

    def _lines(self, task: LinesTask) -> int:
        refused = RefusedRows(self._orders.names, self._orders.lang)
        histories: list[History] = []
        places: list[int] = []
        place = task.lines.first - 1
        with collector_paused():
            for line in task.lines.data.split(b"\n"):
                place += 1
                if line and not line.isspace():
                    try:
                        history = parse_history_line(line.decode())
                    except (HistoryError, UnicodeDecodeError) as error:
                        refused.row(place, None, _line_fault(error))
                        continue
                    histories.append(history)
                    places.append(place)
        made = self._judge.judge_histories(histories, rows=places)
        ids = [one.id for one in histories]
        self._write(task.part, made, refused, ids, places)
        return task.size

    def _write(
        self,
        part: int,
        made: dict[str, pa.RecordBatch],
        refused: RefusedRows,
        ids: list[str],
        places: list[int],
    ) -> None:
        """Write a part, and with it what became of its tickets."""
        balance = Balance(**made.pop("balance").to_pylist()[0]) + refused.balance
        refused.add(made.pop("refused"))
        made["refused"] = refused.batch(self._schemas["refused"])
        made[IDS] = pa.RecordBatch.from_pydict(
            {"id": ids, "place": places}, self._schemas[IDS]
        )
        orders = self._orders
        write_part(orders.parts, part, orders.run, made, asdict(balance))

    def _table(self, table: str) -> int:
        orders = self._orders
        last = last_part(orders.parts)
        batches = rows_of_parts(orders.parts, last, orders.run, table)
        folder, schema = orders.folder / "tables", self._schemas[table]
        return merge_table(folder, table, schema, batches, orders.formats)


def _cells_fault(one: Broken) -> Fault:
    if one.cells is None:
        said = Text(
            "有的格不是文字，编码可能不对", "a cell is no text: another encoding?"
        )
        return Fault(BYTES, None, said)
    return Fault(
        CELLS,
        None,
        Text(
            f"有 {one.cells} 格，列名有 {one.expected} 个",
            f"it has {one.cells} cells for {one.expected} headings",
        ),
    )


def _line_fault(error: HistoryError | UnicodeDecodeError) -> Fault:
    if isinstance(error, UnicodeDecodeError):
        said = Text("这一行不是 UTF-8 文字", "the line is no UTF-8 text")
        return Fault(UNREADABLE, None, said)
    heads = [one.headline for one in error.diagnostics]
    said = Text("；".join(x.zh for x in heads), "; ".join(x.en for x in heads))
    return Fault(error.diagnostics[0].code, None, said)
