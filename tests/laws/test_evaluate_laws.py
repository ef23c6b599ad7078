"""The laws of the engine, as properties: one law, one test.

On the real profiles with histories of every kind, nonsense included, and on profiles in
miniature. What a deadline is worth to the second is the oracle's business
(`tests/oracle`); here stand the things that hold whatever a profile says.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules import Profile, evaluate, load_profile
from hotline_rules.evaluate import replay, waking
from hotline_rules.evaluate.anomalies import anomalies_of
from hotline_rules.evaluate.bind import bind_plan
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.snapshot import snapshot
from hotline_rules.profile import check_profile
from tests.city_histories import FIRST_DAY, city_histories
from tests.oracle.engine_side import judge_with_engine, load_text, view_of
from tests.oracle.minis import Mini, rules_of, to_yaml
from tests.oracle.points import Amount, Counting
from tests.strategies import (
    contract_history,
    day_minis,
    iso,
    mini_histories,
    minis,
)

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import Plan

ROOT = Path(__file__).parents[2]
CITIES = tuple(FIRST_DAY)
COLOURS = ("none", "yellow", "red")
STANDING = {"effective", "absorbed"}

a_city = st.sampled_from(CITIES)


@cache
def city(name: str) -> Profile:
    return load_profile(name)


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


@st.composite
def looked_at(draw: st.DrawFn, name: str) -> tuple[dict[str, Any], datetime]:
    """A history of a city and an instant: before, between, at or after its events."""
    history, instants = draw(city_histories(city(name)))
    near = draw(st.sampled_from(instants))
    shift = draw(st.sampled_from([0, -1, 1, 3600, 86_400, 6 * 86_400, 40 * 86_400]))
    return history, near + timedelta(seconds=shift)


def answer(
    name: str, history: dict[str, Any], as_of: datetime, **known: str
) -> dict[str, Any]:
    result = evaluate(city(name), history, as_of=iso(as_of), **known)
    found: dict[str, Any] = result.to_dict()
    return found


def visible(found: dict[str, Any]) -> dict[str, Any]:
    """A result without what only says when it was asked for."""
    left_out = ("as_of", "known_at", "next_change_at")
    return {key: value for key, value in found.items() if key not in left_out}


# --- the future never leaks -----------------------------------------------------------


@given(a_city, st.data())
def test_future__later_events_change_nothing(name: str, data: st.DataObject) -> None:
    history, as_of = data.draw(looked_at(name))
    past = [e for e in history["events"] if instant_of(e["at"]) <= as_of]
    assert answer(name, history, as_of) == answer(
        name, history | {"events": past}, as_of
    )


@given(a_city, st.data())
def test_future__what_was_recorded_later_changes_nothing(
    name: str, data: st.DataObject
) -> None:
    history, as_of = data.draw(looked_at(name))
    known = as_of + timedelta(minutes=data.draw(st.integers(-5_000, 5_000)))
    events = [
        e
        for e in history["events"]
        if instant_of(e["at"]) <= as_of
        and instant_of(e.get("recorded_at", e["at"])) <= known
    ]
    whole = answer(name, history, as_of, known_at=iso(known))
    cut = answer(name, history | {"events": events}, as_of, known_at=iso(known))
    assert whole == cut


# --- same input, same bytes -----------------------------------------------------------


@given(a_city, st.data())
def test_order__of_the_file_changes_nothing(name: str, data: st.DataObject) -> None:
    history, as_of = data.draw(looked_at(name))
    events = list(history["events"])
    shuffled = data.draw(st.permutations(events))
    # Events of one instant keep the order of the file; that order is a fact.
    places = [id(event) for event in events]
    shuffled.sort(key=lambda e: (e["at"], places.index(id(e))))
    moved = data.draw(st.permutations(range(len({e["at"] for e in events}))))
    ranks = {
        at: moved[i] for i, at in enumerate(dict.fromkeys(e["at"] for e in shuffled))
    }
    shuffled.sort(key=lambda e: ranks[e["at"]])
    first = json.dumps(answer(name, history, as_of), ensure_ascii=False)
    again = json.dumps(
        answer(name, history | {"events": shuffled}, as_of), ensure_ascii=False
    )
    assert first == again


@cache
def shuffled_rules(name: str, seed: int, folder: Path) -> Profile:
    """The profile with the entries of `rules` in another order."""
    text = (ROOT / "profiles" / f"{name}.yaml").read_text(encoding="utf-8")
    head, rules, tail = re.split(r"^(?:rules:\n)|(?=^ladders:)", text, flags=re.M)
    entries = re.split(r"(?=^  [a-z_]+:)", rules, flags=re.M)
    first, entries = entries[0], entries[1:]
    random.Random(seed).shuffle(entries)
    entries = [entry if entry.endswith("\n") else entry + "\n" for entry in entries]
    other = folder / f"{name}-{seed}"
    shutil.copytree(ROOT / "profiles" / "registers", other / "registers")
    path = other / f"{name}.yaml"
    path.write_text(
        head + "rules:\n" + first + "".join(entries) + tail, encoding="utf-8"
    )
    return load_profile(path)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CITIES)
def test_order__of_the_rules_changes_nothing(
    name: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = shuffled_rules(name, seed, tmp_path_factory.mktemp("shuffled"))

    @given(st.data())
    def same(data: st.DataObject) -> None:
        history, as_of = data.draw(looked_at(name))
        mine = answer(name, history, as_of)
        others = evaluate(other, history, as_of=iso(as_of)).to_dict()
        assert mine | {"profile": None} == others | {"profile": None}

    same()


# --- what is passed over would have said nothing --------------------------------------


@cache
def sleepless(name: str, subject: str) -> Plan:
    """A plan in which every opening of an event is asked, whatever word it asks for."""
    plan = bind_plan(city(name).rulebook, subject, None)
    for table in plan.types.values():
        table.openings = tuple(
            (waking.ALWAYS, check, plans) for _, check, plans in table.opens
        )
        table.openings_by, table.only_asks = (), False
    return plan


@given(a_city, st.data())
def test_waking__nothing_that_sleeps_is_missed(name: str, data: st.DataObject) -> None:
    history, as_of = data.draw(looked_at(name))
    expected = evaluate(city(name), history, as_of=iso(as_of))
    plan = sleepless(name, expected.subject)
    run = Run(plan, expected.history)
    at_first = 0 if plan.whens else waking.FIRST_EVENT
    run.awake = ~(waking.OUTCOMES | at_first)
    run.dirty = bool(plan.whens)
    run.advance(expected.as_of)
    assert anomalies_of(run) == expected.anomalies
    assert snapshot(run, expected.as_of) == expected.state


# --- time alone -----------------------------------------------------------------------


@given(a_city, st.data())
def test_time_alone__turns_no_light_back_and_takes_no_penalty_away(
    name: str, data: st.DataObject
) -> None:
    history, instants = data.draw(city_histories(city(name)))
    first = instants[-1] + timedelta(hours=data.draw(st.integers(0, 300)))
    then = first + timedelta(hours=data.draw(st.integers(0, 900)))
    before, after = answer(name, history, first), answer(name, history, then)
    lights = [COLOURS.index(x["light"]["colour"]) for x in (before, after)]
    assert lights[0] <= lights[1]
    states = {x["id"]: x["state"] for x in after["penalties"]}
    for penalty in before["penalties"]:
        assert penalty["id"] in states
        if penalty["state"] in STANDING:
            assert states[penalty["id"]] in STANDING


@given(minis(), st.data())
def test_time_alone__in_miniature(mini: Mini, data: st.DataObject) -> None:
    urgency, events, as_of = data.draw(mini_histories(mini))
    then = as_of + timedelta(hours=data.draw(st.integers(0, 900)))
    before, after = (
        view_of(judge_with_engine(mini, events, at, urgency)) for at in (as_of, then)
    )
    assert COLOURS.index(before.light) <= COLOURS.index(after.light)
    assert {card[:4] for card in before.cards} <= {card[:4] for card in after.cards}


# --- reasons --------------------------------------------------------------------------

OUTCOMES = ("deadlines", "penalties", "actions", "statuses", "rungs")


@given(a_city, st.data())
def test_reasons__every_outcome_cites_clauses_that_exist(
    name: str, data: st.DataObject
) -> None:
    history, as_of = data.draw(looked_at(name))
    found = answer(name, history, as_of)
    clauses = {clause.id for clause in city(name).rulebook.clauses}
    codes = {reading.code for reading in city(name).rulebook.readings}
    for outcome in [x for key in OUTCOMES for x in found[key]]:
        assert outcome["cites"]
        assert set(outcome["cites"]) <= clauses
        assert set(outcome.get("readings", {})) <= codes
        numbers = outcome["because"]["events"]
        assert all(0 <= number < len(history["events"]) for number in numbers)
    if found["light"]["colour"] != "none":
        assert found["light"]["cites"]
    for missing in found["missing"]:
        assert missing["message"]
        assert set(missing["cites"]) <= clauses


# --- the next change ------------------------------------------------------------------


@given(a_city, st.data())
def test_next_change__nothing_before_it_something_at_it(
    name: str, data: st.DataObject
) -> None:
    history, as_of = data.draw(looked_at(name))
    # Later events are not there: they are not what changes "if nothing else happens".
    past = [e for e in history["events"] if instant_of(e["at"]) <= as_of]
    history = history | {"events": past}
    found = answer(name, history, as_of)
    if found["next_change_at"] is None:
        years = as_of + timedelta(days=3 * 366)
        assert visible(answer(name, history, years)) == visible(found)
        return
    at = instant_of(found["next_change_at"])
    assert at > as_of
    just_before = max(as_of, at - timedelta(seconds=1))
    assert visible(answer(name, history, just_before)) == visible(found)
    assert visible(answer(name, history, at)) != visible(found)


@given(a_city, st.data())
def test_replay__is_the_differences_of_evaluate(name: str, data: st.DataObject) -> None:
    history, instants = data.draw(city_histories(city(name), most=7))
    until = instants[-1] + timedelta(days=data.draw(st.integers(0, 30)))
    shown = flat(answer(name, history, instants[0] - timedelta(seconds=1)))
    changes = list(replay(city(name), history, until=iso(until)))
    for text, group in groupby(changes, key=lambda change: change["at"]):
        at = instant_of(text)
        before = flat(answer(name, history, at - timedelta(seconds=1)))
        assert before == shown
        shown = flat(answer(name, history, at))
        every = before.keys() | shown.keys()
        different = {
            key for key in every if before.get(key, ...) != shown.get(key, ...)
        }
        told = {
            (change["list"], change["key"], field)
            for change in group
            for field in touched(change)
        }
        assert told == different
    assert shown == flat(answer(name, history, until))


def touched(change: dict[str, Any]) -> list[str]:
    if change["field"] is not None:
        return [change["field"]]
    whole = change["to"] if change["to"] is not None else change["from"]
    return [field for field in whole if field != "because"]


def flat(found: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    """Every value of a result that replay reports, under its list, key and field."""
    values = {}
    for name in OUTCOMES:
        for record in found[name]:
            key = record.get("id") or _key(name, record)
            for field, value in record.items():
                if field != "because":
                    values[name, key, field] = value
    for field, value in found["light"].items():
        if field != "because":
            values["light", "light", field] = value
    for record in found["missing"]:
        sort = next(s for s in ("parameter", "fact", "conflict") if s in record)
        for field, value in record.items():
            if field != "because":
                values["missing", f"{sort}:{record[sort]}", field] = value
    return values


def _key(name: str, record: dict[str, Any]) -> str:
    if name == "statuses":
        return f"{record['status']}:{record['unit'] or ''}:{record['since']}"
    return f"{record['ladder']}:{record['rung']}:{record['since']}"


# --- nothing is refused that can be judged --------------------------------------------


@given(a_city, st.data())
def test_nonsense__is_judged_like_anything_else(name: str, data: st.DataObject) -> None:
    history, as_of = data.draw(looked_at(name))
    found = answer(name, history, as_of)
    json.dumps(found)
    orders = [
        [(record[key], record["rule"]) for record in found[listed]]
        for listed, key in (("penalties", "at"), ("actions", "since"))
    ]
    assert orders == [sorted(order) for order in orders]


@given(st.data())
def test_loading__gives_a_profile_or_diagnostics_for_any_text(
    data: st.DataObject,
) -> None:
    text = to_yaml(data.draw(minis()))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        put = data.draw(
            st.sampled_from(
                ["", " ", "\t", "：", "{", "- ", "&a ", "null", "0", "\n", "é"]
            )
        )
        text = text[:start] + put + text[end:]
    profile, found, _lines = check_profile(text.encode())
    assert profile is not None or found


@given(st.binary(max_size=60))
def test_loading__gives_diagnostics_for_any_bytes(raw: bytes) -> None:
    profile, found, _lines = check_profile(raw)
    assert profile is None
    assert found


# --- moves and cards ------------------------------------------------------------------


@given(day_minis("extension"), st.data())
def test_extension__never_brings_the_end_forward(
    mini: Mini, data: st.DataObject
) -> None:
    urgency, events, as_of = data.draw(mini_histories(mini))
    for deadline in judge_with_engine(mini, events, as_of, urgency)["deadlines"]:
        if deadline["original_due_at"] is not None and deadline["due_at"] is not None:
            assert deadline["due_at"] > deadline["original_due_at"]
            if deadline["rule"] == "handle":
                assert any(e["type"] == "extension_decided" for e in events)


@given(minis(), st.data())
def test_absorbing__never_makes_more_cards(mini: Mini, data: st.DataObject) -> None:
    urgency, events, as_of = data.draw(mini_histories(mini))
    counts: dict[str, int] = {}
    every: dict[str, int] = {}
    for lower in ("absorbed", "kept"):
        found = judge_with_engine(replace(mini, lower=lower), events, as_of, urgency)[
            "penalties"
        ]
        counts[lower] = sum(card["state"] == "effective" for card in found)
        every[lower] = len(found)
    assert counts["absorbed"] <= counts["kept"]
    assert every["absorbed"] == every["kept"]


@given(minis(), st.data())
def test_rules__of_a_miniature_in_any_order(mini: Mini, data: st.DataObject) -> None:
    urgency, events, as_of = data.draw(mini_histories(mini))
    count = len(rules_of(mini))
    order = tuple(data.draw(st.permutations(range(count))))
    other = judge_with_engine(replace(mini, order=order), events, as_of, urgency)
    mine = judge_with_engine(mini, events, as_of, urgency)
    assert mine | {"profile": None} == other | {"profile": None}


# --- translation ----------------------------------------------------------------------


@given(minis(), st.data())
def test_translation__by_weeks_without_holidays(
    mini: Mini, data: st.DataObject
) -> None:
    mini = replace(mini, counting=replace(mini.counting, calendar="every day"))
    urgency, events, as_of = data.draw(mini_histories(mini))
    weeks = timedelta(weeks=data.draw(st.integers(-20, 20)))
    moved = [translated(event, weeks) for event in events]
    mine = view_of(judge_with_engine(mini, events, as_of, urgency))
    other = view_of(judge_with_engine(mini, moved, as_of + weeks, urgency))
    assert other.light == mine.light
    assert other.cards == [
        (rule, unit, kind, at + weeks, state)
        for rule, unit, kind, at, state in mine.cards
    ]
    assert other.duties == {
        key: (state, due and due + weeks, inclusive, reason)
        for key, (state, due, inclusive, reason) in mine.duties.items()
    }


def translated(event: dict[str, Any], weeks: timedelta) -> dict[str, Any]:
    return {
        key: value + weeks if hasattr(value, "year") else value
        for key, value in event.items()
    }


# July and August have weekends and no holiday; a limit of days begun and ended there
# moves with its start.
@given(
    st.integers(0, 6 * 86_400),
    st.integers(0, 3),
    st.integers(1, 10),
    st.sampled_from(["working days", "calendar days"]),
)
def test_translation__by_weeks_in_a_summer(
    second: int, weeks: int, number: int, unit: str
) -> None:
    mini = Mini(Amount(number, unit), Counting())
    start = datetime.fromisoformat("2021-06-28") + timedelta(seconds=second)
    shift = timedelta(weeks=weeks)
    dues = []
    for at in (start, start + shift):
        event = {"type": "dispatched", "at": at, "unit": "张店区"}
        history = contract_history([event], {"kind": "request"})
        found = evaluate(load_text(to_yaml(mini)), history, as_of=iso(at)).to_dict()
        dues.append(instant_of(found["deadlines"][0]["due_at"]))
    assert dues[1] - dues[0] == shift
