"""Measures as text: what they become, and every fault in its place."""

# ruff: noqa: E501 - measures are written as a profile writes them

from __future__ import annotations

from decimal import Decimal

import pytest

from hotline_rules.diagnostics import Severity
from hotline_rules.profile.built_in_measures import BUILT_IN_MEASURES
from hotline_rules.profile.loader import check_profile
from hotline_rules.rulebook import (
    Counted,
    CountOf,
    Fact,
    Listing,
    Measure,
    Missing,
    Pattern,
    Points,
    Rank,
    Rate,
    Score,
    Sum,
    Test,
)
from tests.support.engine import BESIDE
from tests.support.profiles import HANDLE, profile_text

RULES = (
    HANDLE
    + """
urge: {title: 催办, cite: A-1 第一条, from: handle.passed, who: platform, must: reminder_sent, do: urge, within: none}
late: {title: 迟, cite: A-1 第一条, from: handle.passed, penalty: red_card, one_per: event}
"""
)
READINGS = """
P06:
  {about: 算哪月, options: {issue: 发牌, due: 到期}, chosen: issue, basis: assumed, ground: 试验}
E14:
  {about: 几次, options: {each: 每次, last: 末次}, chosen: last, basis: assumed, ground: 试验}
"""
VALUES = """
scale: {title: 标准, is: missing, where: 别处, cite: A-1 第一条}
full: {title: 满分, is: 20, cite: A-1 第一条}
by_level:
  title: 随工单
  by: ticket.level
  city: 1
  otherwise: 2
"""
HEAD = "title: 它, cite: A-1 第一条, per: unit"


def check(
    body: str, **sections: str
) -> tuple[dict[str, Measure], list[tuple[str, str, str]]]:
    """The profile's own measures by id; severity, code and underlined text of faults."""
    text = profile_text(RULES, measures=body, **sections)
    made, found, lines = check_profile(text.encode(), name=str(BESIDE))
    faults = [
        (str(d.severity), d.code, d.span.text(lines[d.span.file]) if d.span else "")
        for d in found
        if d.code not in ("uncited-clause", "unused-name", "unused-reading")
    ]
    if made is None:
        return {}, faults
    built_in = {one.id for one in BUILT_IN_MEASURES}
    own = {one.id: one for one in made.rulebook.measures}
    return {id_: own[id_] for id_ in own if id_ not in built_in}, faults


def sound(body: str, **sections: str) -> Measure:
    """The one measure `it` of a profile without a fault."""
    measures, faults = check(f"it: {{{HEAD}, {body}}}", **sections)
    assert faults == []
    return measures["it"]


def fault(body: str, **sections: str) -> tuple[str, str]:
    """Code and underlined text of the one fault."""
    _, [(_, code, underlined)] = check(f"it: {{{HEAD}, {body}}}", **sections)
    return code, underlined


# --- what they become ----------------------------------------------------------------


def test_rate__counts_over_counts() -> None:
    made = sound(
        "rate: {of: [{limit: handle, state: met}], over: [{limit: any}]}, month_of: due, round: 2"
    )
    assert made.form == Rate(
        of=(Counted(sort="limit", names=("handle",), states=("met",)),),
        over=(Counted(sort="limit"),),
    )
    assert (made.month_of, made.places) == ("due", 2)
    assert (made.title, made.cites, made.readings) == ("它", ("A-1",), ())


def test_count__of_events_says_what_they_say() -> None:
    made = sound(
        "count: [{event: {redo_ordered: {n: 1}}, only: last}], month_of: event"
    )
    where = Test(Fact("here", "n"), "is", 1)
    assert made.form == CountOf(
        (
            Counted(
                sort="event", patterns=(Pattern("redo_ordered", where),), only="last"
            ),
        )
    )
    assert made.places is None


def test_count__of_penalties_means_those_with_effect() -> None:
    made = sound("count: [{penalty: [red_card, yellow_card]}], month_of: issue")
    assert made.form == CountOf(
        (
            Counted(
                sort="penalty",
                names=("red_card", "yellow_card"),
                states=("effective",),
            ),
        )
    )


def test_count__a_rule_of_several_cases_is_all_of_them() -> None:
    rules = (
        RULES
        + """
two:
  {title: 两种, who: unit, must: result_submitted, within: none, do: urge, cite: A-1 第一条,
   cases: {one: {from: dispatched}, other: {from: redo_ordered}}}
"""
    )
    text = profile_text(
        rules, measures=f"it: {{{HEAD}, count: [{{limit: two}}], month_of: issue}}"
    )
    made, _, _ = check_profile(text.encode(), name=str(BESIDE))
    assert made is not None
    form = made.rulebook.measures[-1].form
    assert isinstance(form, CountOf)
    assert form.of[0].names == ("two.one", "two.other")


def test_points__each_kind_has_its_worth() -> None:
    made = sound(
        "points: {yellow_card: 1.5, red_card: value.scale, points: given}, month_of: issue",
        values=VALUES,
    )
    assert isinstance(made.form, Points)
    (_, one), (_, other), given = made.form.each
    assert one == Decimal("1.5")
    assert isinstance(other, Missing)
    assert other.parameter == "scale"
    assert given == ("points", None)


def test_score__numbers_may_have_names() -> None:
    made = sound(
        "score: {from: result_rate, full: value.full, target: 90, lose: 0.5, least: 0}, round: 1",
        values=VALUES,
    )
    assert made.form == Score(
        source="result_rate",
        full=Decimal(20),
        target=Decimal(90),
        lose=Decimal("0.5"),
        least=Decimal(0),
    )


def test_sum__with_what_is_taken_away() -> None:
    made = sound(
        "sum: [received], minus: [redone], rest_of: 100, at_least: 0, at_most: 90"
    )
    assert made.form == Sum(
        parts=("received",), minus=("redone",), rest_of=Decimal(100)
    )
    assert (made.at_least, made.at_most) == (Decimal(0), Decimal(90))


def test_rank__by_one_or_several() -> None:
    one = sound("rank: {by: on_time, best: lowest, ties: dense, within: unit.group}")
    assert one.form == Rank(
        by=("on_time",), within=Fact("unit", "group"), best="lowest", ties="dense"
    )
    two = sound("rank: {by: [on_time, received], best: highest, ties: share}")
    assert two.form == Rank(
        by=("on_time", "received"), within=None, best="highest", ties="share"
    )


def test_list__with_who_publishes_it() -> None:
    form = "list: [{penalty: red_card, absorbed: {left_out_until: bulletin_published}}]"
    made = sound(f"{form}, issuer: platform, month_of: issue")
    [counted] = made.form.of if isinstance(made.form, Listing) else []
    assert counted.absorbed == "left_out_until_published"
    assert counted.published == (Pattern("bulletin_published"),)
    assert isinstance(made.form, Listing)
    assert made.form.issuer == "platform"


def test_readings__choose_the_month_and_which_of_several() -> None:
    made = sound(
        "count: [{event: callback_done, only: {by: reading.E14, each: every, last: last}}], month_of: reading.P06",
        readings=READINGS,
    )
    assert isinstance(made.form, CountOf)
    assert made.form.of[0].only == "last"
    assert made.month_of == "issue"
    assert set(made.readings) == {"E14", "P06"}


@pytest.mark.parametrize(
    ("without", "names"),
    [
        ("closed", ("closed",)),
        ("[closed, difficult]", ("closed", "difficult")),
        ("none", ()),
        ("{by: reading.E14, each: none, last: difficult}", ("difficult",)),
    ],
)
def test_count__of_limits_without_a_status(
    without: str, names: tuple[str, ...]
) -> None:
    made = sound(
        f"count: [{{limit: handle, without: {without}}}], month_of: due",
        readings=READINGS,
    )
    assert isinstance(made.form, CountOf)
    assert made.form.of[0].without == names


def test_built_in__one_of_the_same_id_takes_its_place() -> None:
    text = profile_text(
        RULES,
        measures=f"received: {{{HEAD}, count: [{{event: signed_for}}], month_of: event}}",
    )
    made, _, _ = check_profile(text.encode(), name=str(BESIDE))
    assert made is not None
    ids = [one.id for one in made.rulebook.measures]
    assert ids == [one.id for one in BUILT_IN_MEASURES if one.id != "received"] + [
        "received"
    ]


# --- faults of form ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "underlined"),
    [
        # one form, and the keys that serve it
        ("round: 2", "missing-key", "it"),
        ("count: [{limit: handle}], sum: [received], month_of: due", "keys-clash", "it"),
        ("count: [{limit: handle}]", "missing-key", "it"),
        ("count: [{limit: handle}], month_of: due, round: 2", "idle-key", "round"),
        ("sum: [received], month_of: due", "idle-key", "month_of"),
        ("sum: [received], issuer: platform", "idle-key", "issuer"),
        (
            "rate: {of: [{limit: handle}], over: [{limit: handle}]}, month_of: due",
            "missing-key",
            "it",
        ),
        ("rank: {by: on_time, best: highest, ties: share}, at_most: 1", "idle-key", "at_most"),
        ("count: [{limit: handle}], month_of: due, rest_of: 1", "idle-key", "rest_of"),
        ("count: [], month_of: due", "missing-value", "count"),
        ("count: [{limit: handle}], month_of: month", "unknown-word", "month"),
        ("sum: [received], round: 1.5", "wrong-value", "1.5"),
        ("sum: [received], round: 10", "wrong-value", "10"),
        # what is counted
        ("count: [{state: met}], month_of: due", "missing-key", "{state: met}"),
        (
            "count: [{limit: handle, status: closed}], month_of: due",
            "keys-clash",
            "{limit: handle, status: closed}",
        ),
        ("count: [{event: closed, state: met}], month_of: due", "idle-key", "state"),
        ("count: [{limit: handle, only: last}], month_of: due", "idle-key", "only"),
        ("count: [{limit: handel}], month_of: due", "unknown-rule", "handel"),
        ("count: [{limit: late}], month_of: due", "wrong-value", "late"),
        ("count: [{limit: handle, state: done}], month_of: due", "wrong-value", "done"),
        ("count: [{limit: handle, who: chief}], month_of: due", "unknown-role", "chief"),
        ("count: [{penalty: blue_card}], month_of: due", "unknown-penalty", "blue_card"),
        ("count: [{penalty: red_card, state: met}], month_of: due", "wrong-value", "met"),
        ("count: [{status: sleepy}], month_of: due", "unknown-status", "sleepy"),
        ("count: [{event: redone}], month_of: due", "unknown-event", "redone"),
        ("count: [{event: handle.passed}], month_of: due", "wrong-value", "handle.passed"),
        ("count: [{event: closed, only: twice}], month_of: due", "unknown-word", "twice"),
        (
            "count: [{penalty: red_card, absorbed: sometimes}], month_of: due",
            "unknown-word",
            "sometimes",
        ),
        (
            "count: [{penalty: red_card, absorbed: {until: closed}}], month_of: due",
            "wrong-value",
            "{until: closed}",
        ),
        (
            "count: [{penalty: red_card, absorbed: {left_out_until: closed}}], month_of: due",
            "wrong-value",
            "closed",
        ),
        (
            "count: [{penalty: red_card, absorbed: {left_out_until: nothing}}], month_of: due",
            "unknown-event",
            "nothing",
        ),
        (
            "count: [{limit: handle, if: {ticket.colour: red}}], month_of: due",
            "unknown-fact",
            "ticket.colour",
        ),
        (
            "count: [{limit: handle, if: {happened: closed}}], month_of: due",
            "fact-out-of-place",
            "{happened: closed}",
        ),
        (
            "count: [{limit: handle, if: {not: {any: [{ticket.level: city}, {happened: closed}]}}}], month_of: due",
            "fact-out-of-place",
            "{not: {any: [{ticket.level: city}, {happened: closed}]}}",
        ),
        # numbers
        ("points: {blue_card: 1}, month_of: issue", "unknown-penalty", "blue_card"),
        ("points: {red_card: value.none_such}, month_of: issue", "unknown-value", "value.none_such"),
        ("points: {red_card: value.by_level}, month_of: issue", "not-a-constant", "value.by_level"),
        ("sum: [received], at_least: value.scale", "not-a-constant", "value.scale"),
        (
            "score: {from: on_time, full: value.by_level, target: 1, lose: 1, least: 0}, round: 1",
            "not-a-constant",
            "value.by_level",
        ),
        ("list: [{penalty: red_card}], issuer: chief, month_of: issue", "unknown-role", "chief"),
        # what it refers to
        ("sum: [recieved]", "unknown-measure", "recieved"),
        ("sum: [published_rank]", "measure-no-number", "published_rank"),
        ("rank: {by: nothing, best: highest, ties: share}", "unknown-measure", "nothing"),
        (
            "score: {from: nothing, full: 1, target: 1, lose: 1, least: 0}, round: 1",
            "unknown-measure",
            "nothing",
        ),
        ("sum: [received], minus: [it]", "cycle", "it"),
        (
            "rank: {by: on_time, within: ticket.level, best: highest, ties: share}",
            "fact-out-of-place",
            "ticket.level",
        ),
        (
            "rank: {by: on_time, within: unit.colour, best: highest, ties: share}",
            "unknown-fact",
            "unit.colour",
        ),
    ],
)  # fmt: skip
def test_fault__one_report_in_its_place(body: str, code: str, underlined: str) -> None:
    assert fault(body, values=VALUES) == (code, underlined)


@pytest.mark.parametrize(
    "body",
    [
        "rate: {of: [{limit: handle, state: met}], over: [{limit: handle, state: [met, overdue]}]}, month_of: due, round: 2",
        "rate: {of: [{event: {callback_done: {result_ok: true}}}], over: [{event: callback_done}]}, month_of: event, round: 2",
        "rate: {of: [{limit: handle}], over: [{status: closed}, {limit: any}]}, month_of: due, round: 2",
        "rate: {of: [{limit: handle, without: [closed, difficult]}], over: [{limit: handle, without: closed}]}, month_of: due, round: 2",
    ],
)
def test_rate__within_the_whole_is_sound(body: str) -> None:
    sound(body)


@pytest.mark.parametrize(
    ("of", "over"),
    [
        ("{limit: handle}", "{limit: handle, state: met}"),
        ("{limit: any}", "{limit: handle}"),
        ("{limit: handle}", "{event: dispatched}"),
        ("{event: closed}", "{event: dispatched}"),
        ("{event: closed}", "{event: closed, only: last}"),
        ("{limit: handle}", "{limit: handle, reason: returned}"),
        ("{limit: handle}", "{limit: handle, who: unit}"),
        ("{limit: handle}", "{limit: handle, if: {ticket.level: city}}"),
        ("{limit: handle}", "{limit: handle, without: closed}"),
    ],
)
def test_rate__that_may_exceed_a_hundred_is_a_warning(of: str, over: str) -> None:
    rate = f"rate: {{of: [{of}], over: [{over}]}}, month_of: due, round: 2"
    measures, faults = check(f"it: {{{HEAD}, {rate}}}")
    assert faults == [("warning", "rate-above-whole", of)]
    assert measures


def test_faults__of_a_measure_are_not_told_again_of_those_that_use_it() -> None:
    _, faults = check(
        f"broken: {{{HEAD}, count: [{{limit: handel}}], month_of: due}}\n"
        f"it: {{{HEAD}, sum: [broken]}}"
    )
    assert faults == [("error", "unknown-rule", "handel")]


def test_circle__of_several_is_told_of_each() -> None:
    _, faults = check(f"one: {{{HEAD}, sum: [two]}}\ntwo: {{{HEAD}, sum: [one]}}")
    assert faults == [("error", "cycle", "one"), ("error", "cycle", "two")]


def test_cite__must_be_there_and_known() -> None:
    _, faults = check("it: {title: 它, per: unit, sum: [received]}")
    assert [code for _, code, _ in faults] == ["missing-key"]
    _, faults = check("it: {title: 它, cite: A-9 第九条, per: unit, sum: [received]}")
    assert ("error", "unknown-clause", "A-9") in faults


def test_messages__are_in_both_languages() -> None:
    text = profile_text(RULES, measures=f"it: {{{HEAD}, round: 2}}")
    _, found, _ = check_profile(text.encode(), name=str(BESIDE))
    [one] = [d for d in found if d.severity is Severity.ERROR]
    assert one.headline.zh == "考核项 `it` 没有算法"
    assert one.headline.en == "the measure `it` says nothing to compute"
    assert one.why is not None
    assert "rate" in one.why.zh
