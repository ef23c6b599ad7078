"""Rules in sentences: when, who, what, within which time, and what belongs to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hotline_rules.explain.points import limit_text
from hotline_rules.explain.wording import date_text
from hotline_rules.explain.words import END_REASONS, SUBJECTS
from hotline_rules.regulation.effects import (
    NOT_IN_USE,
    constant,
    effects_text,
    tell_flags,
    tell_marks,
    tell_penalty,
)
from hotline_rules.regulation.tell import Entry
from hotline_rules.regulation.values import joined
from hotline_rules.rulebook import Always, NoTime, Until, Within

if TYPE_CHECKING:
    from hotline_rules.regulation.model import Statement
    from hotline_rules.regulation.tell import Teller
    from hotline_rules.rulebook import Case, Limit, Rule, Season, Who

_SHORT = 20
_HITS = {
    "first": "与同组各项依次看，以最先符合的一项为准",
    "unique": "与同组各项同时符合的，结果应当一致",
}


def rule_statements(rule: Rule, teller: Teller) -> list[Statement]:
    """The statements of a rule, case by case."""
    found: list[Statement] = []
    for case in rule.cases:
        entry = Entry(teller, "rules", "rule", rule.id, case.name, place=case.place)
        entry.say("title", zh=case.title, cites=case.cites)
        _scope(entry, rule)
        _main(entry, rule, case)
        if case.limit is not None:
            _limit(entry, rule, case.limit)
        tell_penalty(entry, case.effects, "penalty")
        tell_flags(entry, case.flags)
        found += entry.found
    return found


# --- to what it applies --------------------------------------------------------------


def _scope(entry: Entry, rule: Rule) -> None:
    if rule.about != ("ticket",):
        about = "、".join(SUBJECTS[one].zh for one in rule.about)
        entry.say("about", zh=f"本条适用于{about}。")
    if rule.season is not None:
        entry.say("in_force", zh=f"本条{season_text(rule.season)}适用。")
    if rule.hit != "all":
        entry.say("hit", zh=f"本条{_HITS[rule.hit]}。")
    document = entry.teller.book.documents[rule.document]
    if len(entry.teller.book.documents) > 1:
        entry.say("document", zh=f"本条依《{document.title}》。")


def season_text(season: Season) -> str:
    """The days on which a rule is in force."""
    if season.every_year:
        first, last = (
            f"{day // 100}月{day % 100}日" if day is not None else ""
            for day in (season.first_day, season.end_day)
        )
        return f"每年{first}至{last}"
    return days_text(season.first_day, season.end_day)


def days_text(first: int | None, end: int | None) -> str:
    """Days in force, the end not included."""
    if first is not None and end == first + 1:
        return date_text(first).zh
    begin = "" if first is None else f"自{date_text(first).zh}起"
    last = "" if end is None else f"至{date_text(end - 1).zh}止"
    return f"{begin}{last}" or "始终"


# --- the sentence --------------------------------------------------------------------


def in_use(rule: Rule, case: Case) -> bool:
    """Whether the readings in use leave anything of it."""
    never = Always(value=False)
    if case.condition == never or rule.becomes_true == never:
        return False
    return not rule.trigger or any(one.where != never for one in rule.trigger)


def _main(entry: Entry, rule: Rule, case: Case) -> None:
    teller = entry.teller
    limit = case.limit
    readings = case.readings
    spelled = None
    if limit is not None:
        spelled = entry.spell(limit.within, lambda one: _within(one, teller))
        readings = joined(readings, spelled.readings)
    what = effects_text(case.effects, teller)
    if limit is None:
        text = f"{_when(rule, case, teller)}{what}。"
    else:
        text = _duty(rule, case, limit, entry)
        text += f"同时{what}。" if what else ""
    if not in_use(rule, case):
        text += NOT_IN_USE
    cites = joined(case.cites, spelled.cites if spelled is not None else ())
    entry.say("main", zh=text, cites=cites, readings=readings)
    if spelled is not None:
        entry.table("within", spelled=spelled, about=f"“{case.title}”的时限")


def _when(rule: Rule, case: Case, teller: Teller) -> str:
    """What must have happened and hold: ``……，且……的，``; empty for nothing."""
    trigger = teller.events(rule.trigger)
    conditions = _that(*_conditions(rule, case, teller))
    if not trigger:
        return conditions
    if not conditions:
        return f"{trigger}的，"
    return f"{trigger}{'，且' if trigger.endswith('时') else '时，'}{conditions}"


def _that(*heads: str) -> str:
    """Several things that must be so: ``……，且……的，``; empty for none."""
    parts = [one for one in heads if one]
    if len(parts) > 1:
        parts = [f"（{one}）" if "，或者" in one else one for one in parts]
    return f"{'，且'.join(parts)}的，" if parts else ""


def _conditions(rule: Rule, case: Case, teller: Teller) -> list[str]:
    never = Always(value=False)
    asked = [one for one in (rule.becomes_true,) if one is not None and one != never]
    asked += [] if case.condition == never else [case.condition]
    told = [teller.condition(one) for one in asked]
    return [*told[:-1], _of_case(rule, case, teller), *told[-1:]]


def _of_case(rule: Rule, case: Case, teller: Teller) -> str:
    """The value of the fact that chooses the case; empty where none does."""
    if rule.by is None:
        return ""
    fact = teller.names.fact(str(rule.by)).zh
    values = case.values
    if values is None:
        values = tuple(one for other in rule.cases for one in other.values or ())
    named = "、".join(f"“{teller.names.value(one).zh}”" for one in values)
    return f"{fact}{'不是' if case.values is None else '为'}{named}"


def _duty(rule: Rule, case: Case, limit: Limit, entry: Entry) -> str:
    teller = entry.teller
    who = entry.spell(limit.who, lambda one: _bearer(one, teller))
    entry.table("who", spelled=who, about=f"“{case.title}”由谁办理")
    bearer = who.phrase if not who.rows else "下表所定的单位或者人员"
    head, time = _time(rule, case, limit, entry)
    act, notes = _act(limit, teller)
    value = constant(limit.within)
    counted = teller.counting(limit.counting, value)
    notes += [counted] if counted else []
    if limit.notice is not None and limit.action != limit.notice:
        sent = teller.names.titled(limit.notice).zh
        act += "" if sent in act else f"，发送{sent}"
    may = "可以" if limit.mode == "may" else "应当"
    if limit.mode == "may" and isinstance(value, Until):
        said = f"{may}{act}，{time}提出"
    elif isinstance(value, NoTime):
        said = f"{may}{act}"
        notes.append("条文未规定时限")
    else:
        said = f"{may}{time}{act}"
    return f"{head}{bearer}{said}{'（' + '；'.join(notes) + '）' if notes else ''}。"


def _bearer(who: Who, teller: Teller) -> str:
    role = teller.role(who.role)
    return role if who.unit is None else f"{role}（{who.unit}）"


def _act(limit: Limit, teller: Teller) -> tuple[str, list[str]]:
    """What is to be done, and what of the record shows that it was."""
    act = teller.events(limit.act)
    if limit.all_of:
        act = f"{teller.all_events(limit.act)}全部完成"
    if limit.action is None:
        return act, []
    action = teller.names.titled(limit.action).zh
    return action, [] if act in action else [f"以{act}为准"]


def _time(rule: Rule, case: Case, limit: Limit, entry: Entry) -> tuple[str, str]:
    """What comes before the sentence, and the time with its preposition."""
    teller = entry.teller
    spelled = entry.spell(limit.within, lambda one: _within(one, teller))
    trigger = teller.events(rule.trigger)
    if spelled.rows:
        return _when(rule, case, teller), "在下表所定时限内"
    value = constant(limit.within)
    plain = 0 < len(trigger) <= _SHORT and not set("（；“") & set(trigger)
    if isinstance(value, Within) and plain:
        start = "时" if re.search("小时|分钟", spelled.phrase) else "日"
        amount = spelled.phrase.removeprefix("在")
        head = _that(*_conditions(rule, case, teller))
        return head, f"自{trigger}之{start}起{amount}"
    return _when(rule, case, teller), spelled.phrase


def _within(value: Any, teller: Teller) -> str:
    match value:
        case Within():
            return f"在{limit_text(value, teller.names).zh}内"
        case Until():
            return f"最迟于{teller.point(value.point)}"
        case _:
            return "条文未规定时限"


# --- what else belongs to a limit ---------------------------------------------------


def _limit(entry: Entry, rule: Rule, limit: Limit) -> None:
    teller = entry.teller
    bounds = (
        ("target", limit.target, "力争"),
        ("at_least", limit.at_least, "时限最短不少于："),
        ("at_most", limit.at_most, "时限最长不超过："),
    )
    for key, value, word in bounds:
        if value is not None:
            spelled = entry.spell(value, lambda one: _within(one, teller))
            done = "完成" if key == "target" else ""
            entry.say(
                key, zh=f"{word}{spelled.phrase}{done}。", readings=spelled.readings
            )
            entry.table(key, spelled=spelled, about=word.rstrip("："))
    _instances(entry, limit)
    untimed = isinstance(constant(limit.within), NoTime)
    for reason, patterns in limit.ends_on:
        events = teller.events(patterns)
        why = END_REASONS.get(reason) or teller.names.titled(reason)
        if events:
            ended = "不再要求办理" if untimed else "期限终止，不算超期"
            because = "" if reason == "superseded" else f"（{why.zh}）"
            zh = f"{events}的，{ended}{because}。"
            entry.say("ends_on", reason, zh=zh)
    if limit.same_clock:
        zh = "收到后又转交下级单位的，期限不重新起算，下级单位的办理视同本单位的办理。"
        entry.say("forwarding", zh=zh)
    if rule.by is not None and rule.by.scope != "event":  # an event stays as it was
        _if_facts_change(entry, rule, limit)
    tell_marks(entry, limit.marks, undone="行使" if limit.mode == "may" else "完成")


def _instances(entry: Entry, limit: Limit) -> None:
    again = {
        "replaces": "再次发生的，按新的一次重新计算",
        "ignored": "再次发生的，仍按原来的一次，不另行计算",
    }[limit.again]
    entry.say("one_per", zh=f"{entry.teller.per(limit.one_per)}分别计算；{again}。")


def _if_facts_change(entry: Entry, rule: Rule, limit: Limit) -> None:
    fact = entry.teller.names.fact(str(rule.by)).zh
    said = {
        "keep": "期限仍按原来的计算",
        "follow": "期限按新的类别从原起点计算；由此变短的，不早于自改变之时起按新的类别"
        "计算的期限与原期限中较早的一个",
        "restart": "自改变之时起按新的类别重新计算期限",
    }[limit.if_facts_change]
    entry.say("if_facts_change", zh=f"办理中{fact}改变的，{said}。")
