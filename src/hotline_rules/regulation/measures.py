"""Measures and ladders in sentences, each formula as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.explain.words import STATES, STATES_OF_PENALTIES
from hotline_rules.regulation.tell import Entry
from hotline_rules.regulation.values import missing_text
from hotline_rules.rulebook import (
    Counted,
    CountOf,
    Listing,
    Missing,
    Points,
    Rank,
    Rate,
    Score,
    Sum,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from hotline_rules.regulation.model import Statement
    from hotline_rules.regulation.tell import Teller
    from hotline_rules.rulebook import Ladder, Measure

_MONTHS = {
    "due": "计入期满的月份",
    "issue": "计入发生的月份",
    "event": "计入事项所在的月份",
    "dispatch": "计入派发的月份",
    "closing": "计入办结的月份",
}
_ONLY = {
    "every": "",
    "first": "，同一工单同一单位只计第一次",
    "last": "，同一工单同一单位只计最后一次",
}
_ABSORBED = {
    "left_out": "",
    "counted": "，被吸收的也计",
    "left_out_until_published": "，当月公布时已被吸收的不计",
}
_SAME = {"limit": "期限", "act": "行为", "ticket": "工单", "unit": "单位"}
_LOWER = {
    "absorbed": "较轻的由较重的吸收，只算较重的一项",
    "listed": "只算较重的一项，较轻的仍列出",
    "kept": "各级都保留，到了上一级，离开下一级",
}


def ladder_statements(ladder: Ladder, teller: Teller) -> list[Statement]:
    """The steps of a ladder, and what becomes of the lower ones."""
    entry = Entry(teller, "ladders", "ladder", ladder.id)
    entry.say("title", zh=ladder.title, cites=ladder.cites)
    steps = tuple(_step(one, teller) for one in ladder.steps)
    entry.say(
        "steps",
        zh=f"由轻到重依次为：{'、'.join(steps)}。"
        if len(steps) > 1
        else (f"只有一级：{steps[0]}。"),
        cites=ladder.cites,
        readings=ladder.readings,
        cells=steps,
    )
    same = "、".join(_SAME.get(one) or teller.names.fact(one).zh for one in ladder.same)
    entry.say("lower", zh=f"同一{same}有几级的，{_LOWER[ladder.lower]}。")
    return entry.found


def _step(step: str, teller: Teller) -> str:
    """A step: a kind of penalty, a rung, or the outcome of a rule."""
    title = teller.names.penalty(step).zh
    if title != step:
        return title
    rule = next((one for one in teller.book.rules if one.id == step), None)
    title = teller.names.rule(step).zh
    if rule is None or rule.group is None:
        return title
    return f"{title}（{teller.events(rule.trigger)}）"


def measure_statements(measure: Measure, teller: Teller) -> list[Statement]:
    """A measure: its title, its formula, its month and its rounding."""
    entry = Entry(teller, "measures", "measure", measure.id)
    entry.say("title", zh=measure.title, cites=measure.cites)
    formula = _formula(measure, teller)
    entry.say(
        "main",
        zh=f"{measure.title}：{formula}。",
        cites=measure.cites,
        readings=measure.readings,
    )
    if isinstance(measure.form, CountOf | Rate | Points | Listing):
        entry.say("month_of", zh=f"{_MONTHS[measure.month_of]}。")
    if measure.places is not None:
        entry.say("round", zh=f"保留{measure.places}位小数，四舍五入。")
    for key, bound, word in (
        ("at_least", measure.at_least, "不低于"),
        ("at_most", measure.at_most, "不高于"),
    ):
        if bound is not None:
            entry.say(key, zh=f"结果{word}{bound}。")
    return entry.found


def _formula(measure: Measure, teller: Teller) -> str:
    titles = {one.id: one.title for one in teller.book.measures}
    match measure.form:
        case CountOf(of):
            return f"{_cases(of, teller)}的件数"
        case Rate(of, over):
            return (
                f"{_cases(of, teller)}的件数，除以{_cases(over, teller)}的件数，"
                "以百分数表示；没有可除的，不算"
            )
        case Points(each):
            return "；".join(_worth(kind, worth, teller) for kind, worth in each)
        case Score() as score:
            return _score(score, titles)
        case Sum() as form:
            return _sum(form, titles)
        case Rank() as rank:
            return _rank(rank, titles, teller)
        case Listing(of=of, issuer=issuer):
            by = f"，由{teller.role(issuer)}公布" if issuer else ""
            return f"逐件列出{_cases(of, teller)}{by}"
        case _:
            return "以公布的名次为准，不另计算"


def _number(value: Decimal | Missing | None) -> str:
    return missing_text(value) if isinstance(value, Missing) else str(value)


def _worth(kind: str, worth: Decimal | Missing | None, teller: Teller) -> str:
    title = teller.names.penalty(kind).zh
    if worth is None:
        return f"各项{title}按其本身的分值相加"
    return f"每有一项生效的{title}，计{_number(worth)}分"


def _score(score: Score, titles: dict[str, str]) -> str:
    return (
        f"满分{_number(score.full)}分；“{titles.get(score.source, score.source)}”"
        f"每比{_number(score.target)}低一个百分点，减{_number(score.lose)}分，"
        f"最低{_number(score.least)}分"
    )


def _sum(form: Sum, titles: dict[str, str]) -> str:
    def named(ids: Iterable[str]) -> str:
        return "、".join(f"“{titles.get(one, one)}”" for one in ids)

    text = f"{named(form.parts)}之和" if len(form.parts) > 1 else named(form.parts)
    if form.minus:
        text += f"，减去{named(form.minus)}"
    if form.rest_of is not None:
        text = f"{_number(form.rest_of)}减去（{text}）"
    return text


def _rank(rank: Rank, titles: dict[str, str], teller: Teller) -> str:
    by = "、".join(f"“{titles.get(one, one)}”" for one in rank.by)
    order = "由高到低" if rank.best == "highest" else "由低到高"
    group = (
        f"按{teller.names.fact(str(rank.within)).zh}分别" if rank.within else "全体一并"
    )
    ties = {"share": "并列的占位（1、2、2、4）", "dense": "并列的不占位（1、2、2、3）"}
    return f"{group}以{by}{order}排列；{ties[rank.ties]}"


def _cases(counted: Iterable[Counted], teller: Teller) -> str:
    return "以及".join(_case(one, teller) for one in counted)


def _case(counted: Counted, teller: Teller) -> str:
    told = _what(counted, teller)
    notes = []
    if counted.roles:
        notes.append("由" + "、".join(map(teller.role, counted.roles)) + "承担的")
    when = teller.condition(counted.condition)
    if when:
        notes.append(f"{when}的")
    if counted.reasons:
        reasons = (teller.names.titled(one).zh for one in counted.reasons)
        notes.append("、".join(reasons) + "的")
    tail = _ONLY[counted.only]
    if counted.sort == "penalty":
        tail += _ABSORBED[counted.absorbed]
    if counted.published:
        tail += f"（以{teller.events(counted.published)}为公布）"
    return f"{''.join(notes)}{told}{tail}"


def _what(counted: Counted, teller: Teller) -> str:
    names = teller.names
    if counted.sort == "event":
        return teller.events(counted.patterns)
    if counted.sort == "limit":
        which = "、".join(f"“{names.rule(one).zh}”" for one in counted.names) or "期限"
        states = "、".join(STATES[one].zh for one in counted.states)
        return f"{which}{states}" if states else which
    if counted.sort == "status":
        return "、".join(f"“{names.status(one).zh}”" for one in counted.names)
    kinds = "、".join(names.penalty(one).zh for one in counted.names) or "处理"
    states = "、".join(STATES_OF_PENALTIES[one].zh for one in counted.states)
    return f"{states}的{kinds}" if states else kinds
