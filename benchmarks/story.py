"""What a section of the page is made of, and how much is measured."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.measure import Timing


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much is measured.

    Attributes:
        rounds: times that candidates take turns; odd, so that medians were measured.
        round_seconds: a candidate's share of a round, about.
        starts: instants that arithmetic is done on.
        drawn: tickets of the seven clocks.
        tickets: histories of a city that whole tickets are measured on.
        events: numbers of events on one ticket.
        times: how many times the rules of a profile there are.
        streamed: numbers of tickets that one process streams.
        batch: tickets of the largest file, and of the files in the other formats.
        spark: tickets that the engine is given.
        rows: of the export of an audit.
    """

    name: str
    rounds: int
    round_seconds: float
    starts: int
    drawn: int
    tickets: int
    events: tuple[int, ...]
    times: tuple[int, ...]
    streamed: tuple[int, ...]
    batch: tuple[int, int]
    spark: int
    rows: int


FULL = Scale(
    name="full",
    rounds=7,
    round_seconds=0.15,
    starts=400,
    drawn=60,
    tickets=200,
    events=(10, 30, 100, 300, 1_000, 3_000, 10_000),
    times=(1, 3, 9),
    streamed=(5_000, 10_000, 20_000, 30_000),
    batch=(1_000_000, 100_000),
    spark=200_000,
    rows=100_000,
)
QUICK = Scale(
    name="quick",
    rounds=3,
    round_seconds=0.05,
    starts=200,
    drawn=30,
    tickets=60,
    events=(10, 100, 1_000),
    times=(1, 3, 9),
    streamed=(1_000, 2_000, 3_000),
    batch=(8_000, 2_000),
    spark=5_000,
    rows=2_000,
)
# For tests: whether it runs, and whether the candidates agree.
TINY = Scale(
    name="tiny",
    rounds=1,
    round_seconds=0.0,
    starts=20,
    drawn=4,
    tickets=4,
    events=(10, 30),
    times=(1, 3),
    streamed=(5, 10),
    batch=(30, 20),
    spark=20,
    rows=50,
)


@dataclass(frozen=True)
class Table:
    """Rows under headings; all but the first column are numbers."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Curve:
    """Lines over one measure, drawn to a picture of its own.

    Attributes:
        name: of the file, without its ending.
        lines: name to points, in order.
        goal: a value that the lines are to stay on one side of, and its name.
        spread: the axis across is logarithmic; else it begins at zero.
    """

    name: str
    title: str
    across: str
    up: str
    lines: dict[str, list[tuple[float, float]]]
    goal: tuple[float, str] | None = None
    spread: bool = True


Part: TypeAlias = Table | Curve | str


@dataclass
class Told:
    """What a section has to tell: parts in order, and its numbers for the README."""

    parts: list[Part] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One story of the page.

    Attributes:
        name: for `--only`, of its marks in README.md, and of its module here, whose
            `run` measures and may leave files in a folder.
        needs: modules without which it is left out.
        extra: what to install for them.
        programs: programs without which it is left out.
        asked: measured only when asked for by name.
    """

    name: str
    title: str
    needs: tuple[str, ...] = ()
    extra: str = "bench"
    programs: tuple[str, ...] = ()
    asked: bool = False

    @property
    def run(self) -> Callable[[Scale, Path], Told]:
        """What measures; its module is imported now, for it imports the peers."""
        module = import_module(f"benchmarks.{self.name}")
        run: Callable[[Scale, Path], Told] = module.run
        return run

    @property
    def lacking(self) -> str:
        """Why it cannot be measured here, or nothing."""
        modules = [name for name in self.needs if not _is_here(name)]
        if modules:
            return f"not installed: {', '.join(modules)} (the extra `{self.extra}`)"
        programs = [name for name in self.programs if shutil.which(name) is None]
        return f"not on this machine: {', '.join(programs)}" if programs else ""


def _is_here(module: str) -> bool:
    parent = module.rpartition(".")[0]
    return (not parent or _is_here(parent)) and find_spec(module) is not None


def against(
    title: str, timings: Sequence[Timing], goals: dict[str, int], per: str = "call"
) -> Table:
    """Return the table of a comparison: the first candidate is ours."""
    rows = [
        (
            timing.name,
            _micros(timing.seconds),
            f"{timing.ratio:,.1f}" if timing.ratio >= 1 else f"{timing.ratio:.2f}",
            f"≥ {goals[timing.name]}" if timing.name in goals else "",
        )
        for timing in timings
    ]
    return Table(title, ("", f"µs a {per}", "× ours", "goal"), rows)


def _micros(seconds: float) -> str:
    micros = seconds * 1e6
    return f"{micros:,.0f}" if micros >= 100 else f"{micros:.3g}"


def markdown(parts: Sequence[Part], pictures: str) -> str:
    """Return the parts as they stand in README.md.

    Args:
        parts: in order.
        pictures: folder of the pictures as README.md sees it.
    """
    return "\n\n".join(_part(part, pictures) for part in parts) + "\n"


def _part(part: Part, pictures: str) -> str:
    match part:
        case str():
            return part
        case Curve():
            return f"![{part.title}]({pictures}/{part.name}.svg)"
        case Table():
            lines = [f"### {part.title}", ""] if part.title else []
            lines += [_row(part.headings)]
            lines += [_row(["---"] + ["---:"] * (len(part.headings) - 1))]
            return "\n".join(lines + [_row(row) for row in part.rows])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
