"""Where an article is carried by a mark of another article: a line that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.regulation.model import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hotline_rules.rulebook import Clause

Entry = tuple[str, ...]


def mark_references(
    told: Iterable[Statement],
    clauses: Mapping[str, Clause],
    head_of: Callable[[str], str],
) -> dict[Entry, list[Statement]]:
    """A title and a sentence for each mark that rests on another article than its rule.

    Args:
        told: the statements of the rules, in the order of a rendering.
        clauses: by id.
        head_of: the article without its paragraphs.
    """
    titles: dict[Entry, Statement] = {}
    found: dict[Entry, list[Statement]] = {}
    for one in told:
        if one.key[3:] == ("title",):
            titles[one.key[:3]] = one
        if one.key[3:4] != ("mark",) or len(one.key) != 5 or not one.cites:
            continue
        owner = titles.get(one.key[:3])
        if owner is None or not owner.cites:
            continue
        of_rule = clauses[owner.cites[0]]
        heads = {head_of(clauses[cite].article) for cite in one.cites}
        same = head_of(of_rule.article) in heads
        key = ("see", one.key[1], one.key[4])
        if not same and key not in found:
            title, mark, _ = one.zh.partition("：")
            sentence = f"见{of_rule.article}“{owner.zh}”。"
            found[key] = [
                _said(one, (*key, "title"), title if mark else owner.zh),
                _said(one, (*key, "main"), sentence),
            ]
    return found


def _said(mark: Statement, key: Entry, zh: str) -> Statement:
    return Statement(key=key, part="rules", zh=zh, cites=mark.cites, place=mark.place)
