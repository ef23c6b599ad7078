"""Results as a table for people: one row a limit, aligned also in Chinese."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotline_rules.cli.words import (
    COLUMNS,
    IN_BRACKETS,
    LIGHTS,
    PENALTIES,
    REASONS,
    ROLES,
    STATES,
    STATES_OF_POWERS,
    WITH_A_STAR,
)
from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.render import display_width
from hotline_rules.explain.wording import short_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TextIO

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.rulebook import Rulebook

_WIDTHS = (14, 10, 18, 16, 9, 7, 16, 16)
_GAP = "  "


class Table:
    """Writes rows as results come; the columns have fixed widths, so none wait."""

    def __init__(self, stream: TextIO, rulebook: Rulebook, lang: Language) -> None:
        self._out = stream
        self._lang = lang
        self._titles = dict(rulebook.titles)
        self._roles = {role.id: role.titles[-1][2] for role in rulebook.roles}
        self._statuses = {
            status.id: Text(status.title, status.id) for status in rulebook.statuses
        }
        self._bracketed = self._starred = False
        self._tickets = 0
        self._states: Counter[str] = Counter()
        self._cards: Counter[str] = Counter()
        self._unknown = 0

    def write(self, result: dict[str, Any]) -> None:
        """Write the rows of one result."""
        if not self._tickets:
            self._row([column.in_(self._lang) for column in COLUMNS])
            self._out.write(_GAP.join("-" * width for width in _WIDTHS) + "\n")
        self._count(result)
        head = [
            _light(result["light"], self._lang),
            self._penalties(result["penalties"]),
            _short(result["next_change_at"]),
        ]
        id_ = result["id"]
        if display_width(id_) > _WIDTHS[0]:  # nobody finds a ticket by half its id
            self._out.write(f"{id_}\n")
            id_ = ""
        rows = [self._limit(d) for d in result["deadlines"] if _is_shown(d)]
        first, *others = rows or [["", "—", "", ""]]
        self._row([id_, *first, *head])
        for row in others:
            self._row(["", *row])
        self._notes(result)

    def finish(self) -> None:
        """Write how many there were of each kind, and what the signs mean."""
        zh = self._lang == "zh"
        comma, colon = ("，", "：") if zh else (", ", ": ")
        limits = [
            f"{STATES[state].in_(self._lang)} {self._states[state]}"
            for state in STATES
            if self._states[state]
        ]
        cards = [
            f"{self._word(PENALTIES, kind)} {number}"
            for kind, number in sorted(self._cards.items())
        ]
        parts = [f"共 {self._tickets} 件" if zh else f"{self._tickets} in all"]
        if limits:
            head = f"时限 {self._states.total()} 项" if zh else "limits"
            parts.append(head + colon + comma.join(limits))
        if cards:
            parts.append(("处理" if zh else "penalties") + colon + comma.join(cards))
        if self._unknown:
            unknown = f"{self._unknown} 件有未定事项"
            parts.append(unknown if zh else f"{self._unknown} undetermined")
        self._out.write("\n" + ("；" if zh else "; ").join(parts) + "\n")
        for used, meaning in (
            (self._bracketed, IN_BRACKETS),
            (self._starred, WITH_A_STAR),
        ):
            if used:
                self._out.write(meaning.in_(self._lang) + "\n")

    def _count(self, result: dict[str, Any]) -> None:
        self._tickets += 1
        self._states.update(
            d["state"] for d in result["deadlines"] if d["kind"] == "duty"
        )
        self._cards.update(
            p["kind"] for p in result["penalties"] if p["state"] == "effective"
        )
        self._unknown += bool(result["missing"])

    def _limit(self, deadline: dict[str, Any]) -> list[str]:
        bearer = deadline["bearer"]
        who = bearer["unit"] or self._role(bearer["role"])
        due = deadline["due_text"] or _short(deadline["due_at"])
        title = deadline["title"] if self._lang == "zh" else deadline["rule"]
        states = STATES if deadline["kind"] == "duty" else STATES_OF_POWERS
        state = self._word(states, deadline["state"])
        if deadline["state"] == "ended" and deadline["end_reason"]:
            state = self._word(REASONS, deadline["end_reason"])
        if deadline["certainty"] == "provisional":
            self._starred = True
            state += "*"
        return [who, title, due, state]

    def _penalties(self, penalties: list[dict[str, Any]]) -> str:
        """Name the penalties, those without effect in brackets and last."""
        names: dict[bool, list[str]] = {True: [], False: []}
        for penalty in penalties:
            name = self._word(PENALTIES, penalty["kind"])
            names[penalty["state"] == "effective"].append(name)
        if names[False]:
            self._bracketed = True
            names[True].append(f"({' '.join(names[False])})")
        return " ".join(names[True])

    def _notes(self, result: dict[str, Any]) -> None:
        for status in result["statuses"]:
            if status["until"] is None:
                self._note("·", self._status(status))
        for action in result["actions"]:
            if action["state"] in {"open", "overdue"}:
                self._note("→", self._action(action))
        for missing in result["missing"]:
            self._note("?", missing["message"])
        for anomaly in result["anomalies"]:
            self._note("!", anomaly["message"])

    def _action(self, action: dict[str, Any]) -> str:
        """Say who has to do what, and which unit it is about."""
        role, unit = action["actor"]["role"], action["actor"]["unit"]
        what = self._word({}, action["action"])
        if role == "unit" and unit:
            return f"{unit}：{what}" if self._lang == "zh" else f"{unit}: {what}"
        who = self._role(role)
        if self._lang == "zh":
            return f"{who}：{what}" + (f"（{unit}）" if unit else "")
        return f"{who}: {what}" + (f" ({unit})" if unit else "")

    def _status(self, status: dict[str, Any]) -> str:
        """Name a status that lasts, and whose it is."""
        name, unit = self._word(self._statuses, status["status"]), status["unit"]
        if self._lang == "zh":
            return name + (f"（{unit}）" if unit else "")
        return name + (f" ({unit})" if unit else "")

    def _role(self, role: str) -> str:
        """Name a role as the profile does; in English, and failing that, as we do."""
        if self._lang == "zh" and role in self._roles:
            return self._roles[role]
        return self._word(ROLES, role)

    def _note(self, sign: str, text: str) -> None:
        self._out.write(" " * (_WIDTHS[0] + len(_GAP)) + f"{sign} {text}\n")

    def _word(self, words: Mapping[str, Text], key: str) -> str:
        word = words.get(key)
        if word is not None:
            return word.in_(self._lang)
        return self._titles.get(key, key) if self._lang == "zh" else key

    def _row(self, cells: list[str]) -> None:
        padded = [fit(cell, width) for cell, width in zip(cells, _WIDTHS, strict=False)]
        self._out.write(_GAP.join(padded).rstrip() + "\n")


def _is_shown(deadline: dict[str, Any]) -> bool:
    """Show every duty, and of the powers those that are open or were used."""
    if deadline["kind"] == "duty":
        return True
    return deadline["state"] in {"running", "paused", "met", "met_late"}


def _light(light: dict[str, Any], lang: Language) -> str:
    shown = LIGHTS[light["colour"]].in_(lang)
    if light["peak"] not in {"none", light["colour"]}:
        peak = LIGHTS[light["peak"]].in_(lang)
        shown += f"(曾{peak})" if lang == "zh" else f"({peak})"
    return shown


def _short(instant: str | None) -> str:
    return "" if instant is None else short_instant(instant)


def fit(text: str, width: int) -> str:
    """Pad a text to a number of screen columns, or cut it and end it with `…`."""
    wide = display_width(text)
    if wide <= width:
        return text + " " * (width - wide)
    kept = ""
    for char in text:
        if display_width(kept + char) > width - 1:
            break
        kept += char
    return kept + "…" + " " * (width - 1 - display_width(kept))
