"""Checks of tables: rows that hold together must give the same."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal

from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.compiled import Compiled, span_at
from hotline_rules.profile.context import Context
from hotline_rules.profile.node import Node
from hotline_rules.rulebook import (
    AllOf,
    Always,
    Condition,
    Constant,
    Fact,
    Place,
    Row,
    Rule,
    Table,
    Test,
)


def check_rows_agree(compiled: Compiled, ctx: Context) -> None:
    """Refuse rows of a `unique` table that overlap and differ. ROWS_CONFLICT."""
    reported: set[tuple[Place, Place]] = set()
    for part in (compiled.rules, compiled.changes):
        for table in _tables(part):
            if table.hit == "unique":
                _check_table(table, compiled.root, reported, ctx)


def check_cases_agree(compiled: Compiled, ctx: Context) -> None:
    """Refuse cases of a `unique` entry that hold together. ROWS_CONFLICT."""
    groups: dict[str, list[Rule]] = {}
    for rule in compiled.rules:
        if rule.group is not None and rule.hit == "unique":
            groups.setdefault(rule.group, []).append(rule)
    for rules in groups.values():
        for number, first in enumerate(rules):
            for second in rules[number + 1 :]:
                if first.trigger == second.trigger and _overlap(
                    first.cases[0].condition, second.cases[0].condition
                ):
                    _report(first.place, second.place, compiled.root, ctx)


def _tables(part: object) -> Iterator[Table[object]]:
    """Yield every table inside a compiled part."""
    if isinstance(part, Table):
        yield part
    if isinstance(part, tuple):
        for item in part:
            yield from _tables(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _tables(getattr(part, field.name))


def _check_table(
    table: Table[object],
    root: Node,
    reported: set[tuple[Place, Place]],
    ctx: Context,
) -> None:
    for number, first in enumerate(table.rows):
        for second in table.rows[number + 1 :]:
            places = (first.place, second.place)
            if _same_result(first, second) or places in reported:
                continue
            if _overlap(first.when, second.when):
                reported.add(places)
                _report(first.place, second.place, root, ctx)


def _same_result(first: Row[object], second: Row[object]) -> bool:
    """Say whether two rows agree, or whether that cannot be told here."""
    if not isinstance(first.value, Constant) or not isinstance(second.value, Constant):
        return True
    return first.value.value == second.value.value


def _report(first: Place, second: Place, root: Node, ctx: Context) -> None:
    ctx.report(
        codes.ROWS_CONFLICT,
        span_at(root, second),
        Text(
            "这一行与另一行会同时成立，结果却不同",
            "this row can hold together with another and gives something else",
        ),
        why=Text(
            "`hit: unique` 的表里，同时成立的行结果必须相同，不能靠先后顺序",
            "in a `unique` table rows that hold together must agree",
        ),
        fix=Text(
            "把条件写到互不重叠，或改成 `hit: first` 按顺序取",
            "make the conditions exclude each other, or use `hit: first`",
        ),
        related=(Label(span_at(root, first), Text("另一行", "the other row")),),
    )


# --- do two conditions overlap? ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Range:
    """What a fact may be: one of some values, or a stretch of numbers."""

    values: frozenset[object] | None = None
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False

    def meets(self, other: "_Range") -> bool:
        """Say whether some value is in both."""
        if self.values is not None and other.values is not None:
            return bool(self.values & other.values)
        if self.values is not None:
            return any(other.holds(value) for value in self.values)
        if other.values is not None:
            return other.meets(self)
        low, low_open = max(
            (_or(self.low, "-Infinity"), self.low_open),
            (_or(other.low, "-Infinity"), other.low_open),
        )
        high, high_closed = min(
            (_or(self.high, "Infinity"), not self.high_open),
            (_or(other.high, "Infinity"), not other.high_open),
        )
        return low < high or (low == high and not low_open and high_closed)

    def holds(self, value: object) -> bool:
        """Say whether one value is inside."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return self.low is None and self.high is None
        single = _Range(low=Decimal(value), high=Decimal(value))
        return self.meets(single)


def _or(number: Decimal | None, other: str) -> Decimal:
    return Decimal(other) if number is None else number


def _overlap(first: Condition, second: Condition) -> bool:
    """Say whether two conditions can surely hold together.

    Only conjunctions of plain tests are compared; of anything else nothing is said.
    """
    left, right = _ranges(first), _ranges(second)
    if left is None or right is None:
        return False
    shared = left.keys() & right.keys()
    return all(left[fact].meets(right[fact]) for fact in shared)


def _ranges(condition: Condition) -> dict[Fact, _Range] | None:
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    found: dict[Fact, _Range] = {}
    for part in parts:
        if isinstance(part, Always) and part.value is True:
            continue
        if not isinstance(part, Test) or part.fact in found:
            return None
        range_ = _range(part)
        if range_ is None:
            return None
        found[part.fact] = range_
    return found


def _range(test: Test) -> _Range | None:
    operand = test.operand
    if test.operator == "is" and not isinstance(operand, Fact | tuple):
        return _Range(frozenset({operand}))
    if test.operator == "in" and isinstance(operand, tuple):
        if any(isinstance(item, Fact) for item in operand):
            return None
        return _Range(frozenset(operand))
    if not isinstance(operand, int | Decimal) or isinstance(operand, bool):
        return None
    number = Decimal(operand)
    match test.operator:
        case "at_least":
            return _Range(low=number)
        case "more_than":
            return _Range(low=number, low_open=True)
        case "at_most":
            return _Range(high=number)
        case "less_than":
            return _Range(high=number, high_open=True)
        case _:
            return None
