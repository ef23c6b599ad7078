"""The tables of a run, read ticket by ticket and put back into the form of results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Row = dict[str, Any]
_ANSWERS = ("deadlines", "penalties", "actions", "statuses", "rungs")
_WORDS = ("cites", "flags", "readings", "concurrent")


class Group:
    """The rows of one table, handed out ticket by ticket; counts what goes by.

    Args:
        rows: in order of ``ticket``.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._next: Row | None = next(self._rows, None)
        self.count = 0

    def of(self, ticket: int) -> list[Row]:
        """The rows of a ticket; those left of earlier ones are passed over."""
        found: list[Row] = []
        while self._next is not None:
            number = self._next["ticket"]
            if number is not None and number > ticket:
                break
            if number == ticket:
                found.append(self._next)
            self._advance()
        return found

    def rest(self) -> Iterator[Row]:
        """What is left."""
        while self._next is not None:
            yield self._next
            self._advance()

    def _advance(self) -> None:
        self.count += 1
        self._next = next(self._rows, None)


class Tables:
    """The tables of a run that answers stand in, side by side.

    Args:
        read: the rows of a table, in order of ticket, instants as epoch seconds.
    """

    def __init__(self, read: Callable[[str], Iterable[Row]]) -> None:
        names = ("events", "lights", "missing", *_ANSWERS)
        self.groups = {name: Group(read(name)) for name in names}
        self.tickets = Group(read("tickets"))

    def of(self, ticket: int) -> dict[str, list[Row]]:
        """The rows of one ticket, by table."""
        return {name: group.of(ticket) for name, group in self.groups.items()}


def result_of(
    head: Row, rows: Mapping[str, list[Row]], manifest: Mapping[str, Any]
) -> dict[str, Any]:
    """The rows of a ticket in the form of docs/results.md."""
    options = manifest["options"]
    result: dict[str, Any] = {
        "id": head["id"],
        "as_of": options["as_of"],
        "known_at": options["known_at"],
        "light": {
            "colour": head["light"],
            "since": head["light_since"],
            "peak": head["light_peak"],
            "cites": _words(head["light_cites"]),
            "stretches": rows["lights"],
        },
    }
    for name in _ANSWERS:
        result[name] = [_answer(row, manifest) for row in rows[name]]
    return result


def _answer(row: Row, manifest: Mapping[str, Any]) -> Row:
    """A row with its lists and its evidence read; the options are the manifest's."""
    answer = dict(row)
    for key in _WORDS:
        if key in answer:
            answer[key] = _words(answer[key])
    options = manifest["profile"]["readings"]
    answer["readings"] = {one: options.get(one, "?") for one in answer["readings"]}
    answer["because"] = json.loads(row["because"] or "{}")
    return answer


def _words(text: str | None) -> list[str]:
    return (text or "").split()
