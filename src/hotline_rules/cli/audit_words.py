"""What an audit prints at its end: the balance, the figures, where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.audit.reasons import title_of
from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text
from hotline_rules.explain.names import Names
from hotline_rules.explain.wording import join, say
from hotline_rules.report.figures import CARDS_EXPIRED, EXPIRED
from hotline_rules.report.summary import summarise
from hotline_rules.report.terms import Terms
from hotline_rules.report.trials import sums
from hotline_rules.report.weights import weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotline_rules.audit.replay import Outcome
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.report.summary import Summary
    from hotline_rules.report.weights import Weight, What
    from hotline_rules.rulebook import Rulebook

_ALL = Text("全部月份", "all months")
_NO_CARDS = Text("没有牌或其他处理", "no cards or other penalties")


def closing_lines(
    outcome: Outcome, rulebook: Rulebook, folder: Path, lang: Language
) -> Iterator[str]:
    """Yield the lines that an audit ends with.

    Args:
        outcome: of the run.
        rulebook: that judged.
        folder: of the run, as it was given.
        lang: of the lines.
    """
    for sentence in outcome.account.sentences():
        yield sentence.in_(lang)
    manifest = outcome.run.manifest
    told = manifest["balance"]["reasons"]  # by the sentences of the import
    aside = {code: n for code, n in manifest["set_aside"].items() if code not in told}
    for title, counts in ((_ASIDE, aside), (_FINDINGS, manifest["findings"])):
        if counts:
            yield _by_code(title, counts).in_(lang)
    yield from (one.in_(lang) for one in _lacking(manifest["lacking"]))
    summary = summarise(outcome.run, Terms(rulebook))
    yield _figures(outcome, summary).in_(lang)
    for sentence in _expired(summary):
        yield sentence.in_(lang)
    for sentence in _weights(outcome, rulebook):
        yield sentence.in_(lang)
    yield ("结果在：" if lang == "zh" else "the results are in:")
    for name, what in _FILES:
        if (folder / name).exists():
            yield f"  {folder / name}  {what.in_(lang)}"


def _lacking(lacking: Mapping[str, list[str]]) -> Iterator[Text]:
    """How much the rules ask for that the mapping does not tell."""
    events, facts = len(lacking["events"]), len(lacking["attributes"])
    if events or facts:
        yield say(
            "规则要看、对照表里没有的：事 {0} 种，工单的事实 {1} 项"
            "（列在 Excel 报告的“说明”页和 manifest.json）",
            "asked for by the rules and not in the mapping: {0} events, {1} facts of "
            "tickets (listed in the workbook, sheet `about`, and in manifest.json)",
            events,
            facts,
        )


_ASIDE = Text("无法判断的历史", "histories that could not be judged")
_FINDINGS = Text("数据里的问题", "findings about the data")
_FILES = (
    ("report.xlsx", Text("Excel 报告", "workbook")),
    ("report.html", Text("网页报告，用浏览器打开", "page, for a browser")),
    ("tables", Text("结果表", "tables")),
    ("manifest.json", Text("清单：用了什么，得出什么", "manifest")),
)


def _weights(outcome: Outcome, rulebook: Rulebook) -> Iterator[Text]:
    """What the readings tried would change, where some were."""
    weights = weigh(outcome.run, Zone.load(rulebook.zone))
    if weights is None:
        return
    yield from sums(weights, Names(rulebook))
    for one in weights.tried:
        if one.decides:
            yield _weight(one)


_CHANGED: tuple[tuple[What, Text], ...] = (
    ("card", Text("牌", "penalties")),
    ("late", Text("超期的时限", "late limits")),
)


def _weight(one: Weight) -> Text:
    """One option: what it takes away, brings and moves."""
    parts = []
    for what, name in _CHANGED:
        gone, new, moved = one.falls[what], one.new[what], one.moves[what]
        if gone or new or moved:
            parts.append(
                say(
                    "{0}少 {1:,}、多 {2:,}、改时刻 {3:,}",
                    "{0} -{1:,} +{2:,} moved {3:,}",
                    name,
                    gone,
                    new,
                    moved,
                )
            )
    told = join(parts, "；", "; ")
    return say("  改读 {0}={1}：{2}", "  {0}={1}: {2}", one.reading, one.option, told)


def _by_code(title: Text, counts: Mapping[str, int]) -> Text:
    told = (
        say("{0}（{1}） {2:,}", "{0} ({1}) {2:,}", title_of(code), code, number)
        for code, number in counts.items()
    )
    return say("{0}：{1}", "{0}: {1}", title, join(told, "，", ", "))


def _expired(summary: Summary) -> Iterator[Text]:
    """That results rest on a document not in force, where some do."""
    total = summary.total()
    limits, cards = total[EXPIRED.id], total[CARDS_EXPIRED.id]
    if limits or cards:
        yield say(
            "注意：到期时限里有 {0:,} 项、生效的牌和处理里有 {1:,} 项，所依据的文件当时"
            "不在施行期内，规则文件写明仍照此计算；发牌以前先弄清楚能不能适用",
            "note: {0:,} of the limits due and {1:,} of the effective penalties are of "
            "a document that was not in force at the time and is applied anyway, as "
            "the profile says",
            limits,
            cards,
        )


def _figures(outcome: Outcome, summary: Summary) -> Text:
    period: Any = outcome.run.manifest["options"]["period"]
    total = summary.total()
    fixed = ("dispatched", "due", "met", "met_late", "overdue")
    words = (one for one in summary.figures if one.id in fixed)
    told = join(
        (say("{0} {1:,}", "{0} {1:,}", one.title, total[one.id]) for one in words),
        "，",
        ", ",
    )
    cards = join(_cards(summary), "，", ", ")
    when = _ALL if period is None else Text(period, period)
    return say(
        "{0}：{1}\n{0}：{2}",
        "{0}: {1}\n{0}: {2}",
        when,
        told,
        cards if cards.zh else _NO_CARDS,
    )


def _cards(summary: Summary) -> Iterator[Text]:
    total = summary.total()
    for one in summary.figures:
        if one.id.startswith("cards."):
            yield say("{0} {1:,}", "{0} {1:,}", one.title, total[one.id])
