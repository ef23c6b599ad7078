"""What came of a trial, in words for a clerk and as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate import evaluate
from hotline_rules.explain import explain_result
from hotline_rules.scenarios.times import local_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.explain import Reason
    from hotline_rules.scenarios.entries import Entry
    from hotline_rules.scenarios.judge import Fault, Outcome
    from hotline_rules.scenarios.trial import Bench, Border, Trial

KINDS = {
    "rule": Text("规则", "rule"),
    "case": Text("规则的一种情形", "case of a rule"),
    "mark": Text("标志", "mark"),
    "change": Text("期限的变动", "change of a limit"),
    "row": Text("表里的一行", "row of a table"),
    "status": Text("状态", "status"),
    "step": Text("阶梯的一步", "step of a ladder"),
    "option": Text("读法的一项", "option of a reading"),
}
SIDES = {
    "before": Text("只看过到期之前", "seen only before it"),
    "after": Text("只看过到期之后", "seen only after it"),
    "none": Text("两边都没有看过", "seen from neither side"),
}
_ARITHMETIC = ("start", "amount", "mark")  # what is said of how a time was found


def summary(trial: Trial, lang: Language) -> str:
    """Return one line: how many scenarios, how many hold."""
    profile = trial.profile
    confirmed = len(trial.outcomes) - len(trial.proposals)
    failed = len(trial.failures)
    zh, en = "没有经人核对的案例", "no case that anybody has confirmed"
    if confirmed:
        zh = f"{confirmed} 个案例，" + (f"{failed} 个不成立" if failed else "都成立")
        en = f"{confirmed} cases, " + (
            f"{failed} do not hold" if failed else "all hold"
        )
    if trial.proposals:
        wrong = sum(not one.holds for one in trial.proposals)
        zh += f"；另有 {len(trial.proposals)} 个提议没有经人核对"
        en += f"; and {len(trial.proposals)} proposals that nobody has confirmed"
        zh += f"，其中 {wrong} 个不成立" if wrong else ""
        en += f", {wrong} of which do not hold" if wrong else ""
    return Text(f"{profile.id}  {profile.title}：{zh}", f"{profile.id}: {en}").in_(lang)


def failures(
    outcomes: Iterable[Outcome], bench: Bench, lang: Language
) -> Iterator[str]:
    """Yield the lines about scenarios that do not hold, each with its arithmetic."""
    for outcome in outcomes:
        scenario = outcome.scenario
        yield f"  {scenario.file}:{scenario.place.line}  {scenario.name}"
        yield "    " + Text(f"事情：{scenario.story}", f"story: {scenario.story}").in_(
            lang
        )
        said: set[str] = set()
        for fault in outcome.faults:
            yield f"    {_moment(fault, outcome, lang)}{fault.text.in_(lang)}"
            for line in reasons(fault, outcome, bench):
                if line.zh not in said:
                    said.add(line.zh)
                    yield f"      {line.in_(lang)}"


def _moment(fault: Fault, outcome: Outcome, lang: Language) -> str:
    if fault.look is None:
        return ""
    at = local_text(fault.look.at, outcome.scenario.zone)
    line = fault.look.line_of(fault.where)
    return Text(f"第 {line} 行，在 {at} 看：", f"line {line}, at {at}: ").in_(lang)


def reasons(fault: Fault, outcome: Outcome, bench: Bench) -> list[Text]:
    """Return why the result is as it is: a sentence on the record, and its arithmetic.

    What is odd about the history is told where something expected is not there: a
    misspelt event is the likeliest cause.
    """
    if fault.look is None:
        return []
    scenario = outcome.scenario
    profile = bench.plain.profile(scenario.readings, scenario.outside_validity)
    result = evaluate(
        profile, scenario.history, as_of=fault.look.at, known_at=fault.look.known_at
    )
    if not fault.about and not fault.where.startswith("light"):
        return [
            Text(f"注意：{one.text.zh}", f"note: {one.text.en}")
            for one in result.anomalies
        ]
    found = []
    for section in explain_result(result).sections:
        for reason in section.children:
            lit = section.what == "light" and fault.where.startswith("light")
            if (fault.about and reason.id == fault.about) or lit:
                found.append(_sentence(reason))
    return found


def _sentence(reason: Reason) -> Text:
    parts = [
        Text(f"{one.label.zh}：{one.text.zh}", f"{one.label.en}: {one.text.en}")
        for one in reason.children
        if one.what in _ARITHMETIC and one.label is not None
    ]
    zh = "；".join([reason.text.zh, *(one.zh for one in parts)])
    en = "; ".join([reason.text.en, *(one.en for one in parts)])
    return Text(f"实际的算法：{zh}", f"how it came out: {en}")


def untouched(
    entries: Sequence[Entry], lang: Language, most: int | None = None
) -> Iterator[str]:
    """Yield the lines about entries that no scenario touches.

    Args:
        entries: that none touches.
        lang: the language of the labels.
        most: how many of a kind to name; all of them if None.
    """
    if not entries:
        yield Text(
            "规则、情形、标志、变动、表里的行、状态、阶梯和读法，都有案例碰到。",
            "Every rule, case, mark, change, row, status, step and option is touched.",
        ).in_(lang)
        return
    yield Text(
        f"没有案例碰到的有 {len(entries)} 处：",
        f"{len(entries)} entries that no case touches:",
    ).in_(lang)
    for kind, word in KINDS.items():
        some = [entry for entry in entries if entry.kind == kind]
        for entry in some[:most]:
            yield f"  {_named(entry, lang)}"
        if most is not None and len(some) > most:
            more = len(some) - most
            yield "  " + Text(
                f"{word.zh}  …… 还有 {more} 处，加 --full 全部列出",
                f"{word.en}  … and {more} more, see --full",
            ).in_(lang)


def borders(found: Sequence[Border], lang: Language) -> Iterator[str]:
    """Yield the lines about ends and marks that are not seen from both sides."""
    lacking = [one for one in found if one.sides != "both"]
    if not lacking:
        yield Text(
            f"{len(found)} 处界限（期限的终点和标志）两边都看过：前一秒和到期那一刻。",
            f"All {len(found)} borders (ends and marks) are seen from both sides.",
        ).in_(lang)
        return
    yield Text(
        f"{len(found)} 处界限里，有 {len(lacking)} 处没有两边都看到。"
        "一边是到期前的一秒，另一边是到期那一刻：",
        f"{len(lacking)} of {len(found)} borders are not seen from both sides: in the "
        "last second before them and in their first:",
    ).in_(lang)
    for border in lacking:
        said = SIDES[border.sides].in_(lang)
        yield f"  {_named(border.entry, lang)} —— {said}"


def _named(entry: Entry, lang: Language) -> str:
    kind = KINDS[entry.kind].in_(lang)
    place = "" if entry.place is None else f"{entry.place.file}:{entry.place.line}"
    return "  ".join(part for part in (kind, entry.name, entry.title, place) if part)


def trial_to_dict(trial: Trial, bench: Bench, lang: Language) -> dict[str, Any]:
    """Return what came of a trial as plain data, JSON-ready."""
    return {
        "profile": trial.profile.id,
        "cases": len(trial.outcomes) - len(trial.proposals),
        "proposals": len(trial.proposals),
        "failures": [
            _failure(one, bench, lang) for one in trial.outcomes if one.faults
        ],
        "untouched": [_entry(one) for one in trial.untouched],
        "borders": [
            {
                **_entry(one.entry),
                "sides": one.sides,
                "over_holiday": one.seen.over_holiday is not None,
            }
            for one in trial.borders
        ],
    }


def _failure(outcome: Outcome, bench: Bench, lang: Language) -> dict[str, Any]:
    scenario = outcome.scenario
    return {
        "case": scenario.name,
        "file": scenario.file,
        "line": scenario.place.line,
        "story": scenario.story,
        "confirmed": scenario.confirmed,
        "differences": [
            {
                "at": fault.at,
                "line": fault.look.line_of(fault.where) if fault.look else None,
                "message": fault.text.in_(lang),
                "reasons": [one.in_(lang) for one in reasons(fault, outcome, bench)],
            }
            for fault in outcome.faults
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    place = entry.place
    return {
        "kind": entry.kind,
        "name": entry.name,
        "title": entry.title,
        "file": None if place is None else place.file,
        "line": None if place is None else place.line,
    }
