"""One output out of an explanation, with the readings and notices it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline_rules.diagnostics.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.explain.model import Explanation, Reason

_BEHIND = ("readings", "notices")  # sections that others refer to
_MOST = 5


class UnknownOutputError(ValueError):
    """No output has that id.

    Attributes:
        id: that was asked for.
        near: ids that were probably meant, the likeliest first; may be empty.
    """

    def __init__(self, id_: str, near: tuple[str, ...]) -> None:
        super().__init__(f"no output has the id {id_!r}; near: {', '.join(near)}")
        self.id = id_
        self.near = near


def explanation_of(explanation: Explanation, id_: str) -> Explanation:
    """Explain one output: a limit, penalty, action, status, rung, or the light.

    A limit and the action it asks for have one id, and come together.

    Args:
        explanation: of ``explain_result``.
        id_: as in ``to_dict``; ``light`` for the light; of a status or a rung its name,
            its unit and its start, or a beginning of these that fits only one.

    Returns:
        the explanation with this output, what becomes of it next, and the readings
        and notices it rests on.

    Raises:
        UnknownOutputError: nothing has that id.
    """
    ids = tuple(dict.fromkeys(outputs_of(explanation)))
    if id_ not in ids:
        fitting = [one for one in ids if one.startswith(f"{id_}:")]
        if len(fitting) != 1:
            raise UnknownOutputError(id_, tuple(fitting[:_MOST]) or _near(id_, ids))
        id_ = fitting[0]
    kept = {}
    for section in explanation.sections:
        if section.what not in _BEHIND:
            kept[section.what] = tuple(_with_id(section, id_))
    behind = set(_refs(one for items in kept.values() for one in items))
    for section in explanation.sections:
        if section.what in _BEHIND:
            kept[section.what] = tuple(
                one for one in section.children if one.id in behind
            )
    return replace(
        explanation,
        head=explanation.head[:2],
        sections=tuple(
            replace(section, children=kept[section.what])
            for section in explanation.sections
            if kept[section.what]
        ),
    )


def outputs_of(explanation: Explanation) -> Iterator[str]:
    """The ids of the outputs, in the order of the sections."""
    for section in explanation.sections:
        if section.what in OUTPUTS:
            yield from (one.id for one in section.children if one.id is not None)


OUTPUTS = ("deadlines", "light", "penalties", "actions", "statuses", "rungs")


def _with_id(section: Reason, id_: str) -> Iterator[Reason]:
    if section.what in OUTPUTS:
        for one in section.children:
            if one.id == id_:
                yield replace(one, minor=False)
        return
    if section.what == "next":
        for one in section.children:
            told = tuple(will for will in one.children if will.id == id_)
            if told:
                yield replace(one, children=told)


def _refs(reasons: Iterable[Reason]) -> Iterator[str]:
    for reason in reasons:
        yield from reason.refs
        yield from _refs(reason.children)


def _near(id_: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The likeliest ids: those that contain it, else the nearest in letters."""
    parts = [part for part in id_.split(":") if part]
    holding = [one for one in ids if any(part in one.split(":") for part in parts[:2])]
    best = suggest(id_, ids)
    first = () if best is None else (best,)
    return tuple(dict.fromkeys((*first, *holding)))[:_MOST]
