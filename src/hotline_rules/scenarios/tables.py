"""What a scenario expects of the table by unit and month, figure by figure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hotline_rules.assess import AssessmentTable, Row, row_to_dict
from hotline_rules.diagnostics import Text
from hotline_rules.rulebook import Rulebook

FIGURE_FIELDS = ("value", "why", "because", "missing", "flags", "readings", "cites")


def compare_table(
    expect: Mapping[str, Any], table: AssessmentTable, rulebook: Rulebook
) -> tuple[list[Text], frozenset[str]]:
    """Compare expected rows with a table.

    Args:
        expect: by `单位 月份`, the figures by measure: a number, ``none``, or a block
            of their parts; ``none`` for a row that there must not be. A unit without
            a name is written `- 月份`.
        table: that came out.
        rulebook: by which it was made.

    Returns:
        where the table is not what was expected, empty when all holds; and the
        clauses of the measures that were looked at.
    """
    rows = {f"{row.unit or '-'} {row.month}": row for row in table.rows}
    found: list[Text] = []
    cited: set[str] = set()
    for name, wanted in expect.items():
        row = rows.get(name)
        if wanted == "none":
            if row is not None:
                found.append(Text(f"{name}: 不应当有", f"{name}: there should be none"))
        elif row is None:
            shown = "、".join(rows) or "none"
            found.append(
                Text(f"{name}: 没有，只有 {shown}", f"{name}: not there, only {shown}")
            )
        else:
            found += _row(name, wanted, row, table, rulebook, cited)
    return found, frozenset(cited)


def _row(
    name: str,
    wanted: Mapping[str, Any],
    row: Row,
    table: AssessmentTable,
    rulebook: Rulebook,
    cited: set[str],
) -> list[Text]:
    figures = row_to_dict(table, row, rulebook)["figures"]
    found: list[Text] = []
    for measure, fields in wanted.items():
        where = f"{name}.{measure}"
        if measure not in figures:
            found.append(Text(f"{where}: 没有这一项", f"{where}: no such measure"))
            continue
        got = figures[measure]
        cited.update(got["cites"])
        parts = fields if isinstance(fields, Mapping) else {"value": fields}
        for key, value in parts.items():
            found += _field(f"{where}.{key}", key, value, got)
    return found


def _field(where: str, key: str, wanted: Any, got: Mapping[str, Any]) -> list[Text]:
    shown = got[key]
    match key:
        case "value":
            same = _number(wanted) == _number(shown)
        case "cites":
            same = set(wanted) <= set(shown)
        case "because" | "readings":
            same = all(
                one in shown and _plain(shown[one]) == _plain(value)
                for one, value in wanted.items()
            )
        case "missing":
            same = sorted(wanted) == sorted(shown)
        case "flags":
            same = dict(wanted) == shown
        case _:
            same = _plain(wanted) == _plain(shown)
    if same:
        return []
    return [
        Text(
            f"{where}: 应当是 {wanted}，得到 {shown}",
            f"{where}: wanted {wanted}, got {shown}",
        )
    ]


def _number(value: object) -> object:
    """A number as an exact decimal; anything else, such as ``none``, as nothing."""
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return None if value in (None, "none") else Decimal(str(value))


def _plain(value: object) -> str:
    return "none" if value is None else str(value)
