"""The mapping that says what the columns of an export mean, as YAML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.generating.columns import Column, Form, Scalar, Words


_TITLE = "编造的工单导出表"


def wide_mapping(form: Form, *, dirty: bool) -> str:
    """Write the mapping of an export with a row for each ticket.

    Args:
        form: of the export.
        dirty: it is to read the times and blanks of spoiled exports, too.
    """
    lines = [*_head(form, "ticket", dirty=dirty), "", "events:"]
    for each in form.happenings:
        lines.append(f"  - type: {each.type}")
        lines.append(f"    at: {_text(each.at)}")
        lines += _payload(each.columns, "    ")
        for key, value in each.constants.items():
            lines.append(f"    {key}: {{is: {_text(value)}}}")
    return "\n".join(lines) + "\n"


def long_mapping(form: Form, words: Words, *, dirty: bool) -> str:
    """Write the mapping of an export with a row for each event."""
    data = words.data
    lines = [
        *_head(form, "event", dirty=dirty),
        "",
        f"at: {_text(data['at'])}",
        f"recorded_at: {_text(data['recorded_at'])}",
        "",
        "type:",
        f"  column: {_text(data['operation'])}",
        "  values:",
    ]
    for each in form.happenings:
        lines.append(f"    {_text(words.title(each.type))}: {each.type}")
    columns = {c.key: c for each in form.happenings for c in each.columns}
    return "\n".join([*lines, "", "payload:", *_payload(columns.values(), "  ")]) + "\n"


def _head(form: Form, rows: str, *, dirty: bool) -> list[str]:
    lines = [
        "format: 1",
        f"title: {_TITLE}",
        f"rows: {rows}",
        f"zone: {form.zone}",
        f"id: {_text(form.id)}",
    ]
    if dirty:
        lines += ["times: [year_first, compact, excel]", 'empty: ["-", 无, "/"]']
    if form.own_words:
        lines.append(f"words: [{', '.join(form.own_words)}]")
    if form.fillers:
        lines.append(f"ignore: [{', '.join(_text(name) for name in form.fillers)}]")
    return [*lines, "", "attributes:", *_payload(form.attributes, "  ")]


def _payload(columns: Iterable[Column], indent: str) -> list[str]:
    lines = []
    for column in columns:
        if not column.words:
            lines.append(f"{indent}{column.key}: {_text(column.heading)}")
            continue
        lines.append(f"{indent}{column.key}:")
        lines.append(f"{indent}  column: {_text(column.heading)}")
        lines.append(f"{indent}  values: {_table(column.words)}")
    return lines


def _table(words: Mapping[Scalar, str]) -> str:
    parts = [f"{_text(text)}: {_text(value)}" for value, text in words.items()]
    return "{" + ", ".join(parts) + "}"


def _text(value: Any) -> str:
    """Write a scalar; text that YAML could take for something else is quoted."""
    if isinstance(value, str):
        plain = value.replace("_", "a").isalpha() and value not in _WORDS_OF_YAML
        return value if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
