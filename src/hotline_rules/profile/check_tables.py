"""Checks of tables: rows that hold together must give the same."""

from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.compiled import Compiled, span_at
from hotline_rules.profile.context import Context
from hotline_rules.profile.node import Node
from hotline_rules.profile.world_text import world_text
from hotline_rules.profile.worlds import (
    Demand,
    UndecidedError,
    World,
    find_world,
    is_plain,
    type_in,
)
from hotline_rules.rulebook import Condition, Constant, Place, Row, Rule, Table
from hotline_rules.rulebook.parts import found_in


def check_rows_agree(compiled: Compiled, ctx: Context) -> None:
    """Refuse rows of a `unique` table that overlap and differ. ROWS_CONFLICT."""
    reported: set[tuple[Place, Place]] = set()
    for part in (compiled.rules, compiled.changes):
        for table in found_in(part, Table):
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
                if first.trigger != second.trigger:
                    continue
                world = _meeting(
                    first.cases[0].condition, second.cases[0].condition, ctx
                )
                if world is not None:
                    _report(first.place, second.place, world, compiled.root, ctx)


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
            world = _meeting(first.when, second.when, ctx)
            if world is not None:
                reported.add(places)
                _report(first.place, second.place, world, root, ctx)


def _same_result(first: Row[object], second: Row[object]) -> bool:
    """Say whether two rows agree, or whether that cannot be told here."""
    if not isinstance(first.value, Constant) or not isinstance(second.value, Constant):
        return True
    return first.value.value == second.value.value


def _report(
    first: Place, second: Place, world: World, root: Node, ctx: Context
) -> None:
    facts = world_text(world, ctx.names)
    shown = Text("", "")
    if facts.zh:
        shown = Text(f"；例如{facts.zh}的工单", f"; for example with {facts.en}")
    ctx.report(
        codes.ROWS_CONFLICT,
        span_at(root, second),
        Text(
            "这一行与另一行会同时成立，结果却不同",
            "this row can hold together with another and gives something else",
        ),
        why=Text(
            f"`hit: unique` 的表里，同时成立的行结果必须相同，不能靠先后顺序{shown.zh}",
            f"in a `unique` table rows that hold together must agree{shown.en}",
        ),
        fix=Text(
            "把条件写到互不重叠，或改成 `hit: first` 按顺序取",
            "make the conditions exclude each other, or use `hit: first`",
        ),
        related=(Label(span_at(root, first), Text("另一行", "the other row")),),
    )


def _meeting(first: Condition, second: Condition, ctx: Context) -> World | None:
    """Return facts for which two conditions surely hold together.

    Where look-backs or dates decide, nothing is said.
    """
    if not (is_plain(first) and is_plain(second)):
        return None
    demands = (Demand(first), Demand(second))
    try:
        return find_world(demands, type_in(ctx.names), known=True)
    except UndecidedError:
        return None
