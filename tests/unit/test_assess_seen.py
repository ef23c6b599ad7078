"""The same history twice: counted once; another of the same id: no table."""

from __future__ import annotations

import random
from typing import Any

import pytest

from hotline_rules import evaluate
from hotline_rules.assess import Assessment, ContradictionError, assess, notes_to_dict
from hotline_rules.assess.seen import SeenHistories
from hotline_rules.history import History, parse_history, parse_history_line
from tests.support.engine import trial
from tests.support.profiles import HANDLE
from tests.support.tables import value

SENT = {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "unit": "甲局"}
DONE = {"type": "result_submitted", "at": "2021-03-05T10:00:00+08:00", "unit": "甲局"}
AS_OF = "2021-04-02T09:00:00+08:00"


def history(id_: str = "T-1", *events: dict[str, Any], **more: Any) -> History:
    return parse_history({"id": id_, "events": list(events or (SENT, DONE)), **more})


# --- what is the same ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("again", "added"),
    [
        (history(), "repeated"),
        (history("T-2"), "counted"),
        (history(subject="unit"), "counted"),  # a unit of that name is another matter
        (history("T-1", DONE, SENT), "repeated"),  # in another order of the file
        (history("T-1", SENT), "differs"),
        (history(attributes={"kind": "request"}), "differs"),
        (history("T-1", SENT, DONE | {"unit": "乙局"}), "differs"),
        (history("T-1", SENT, DONE | {"id": "e-2"}), "differs"),
        (history("T-1", SENT | {"recorded_at": DONE["at"]}, DONE), "differs"),
        (history("T-1", SENT, DONE | {"replied_caller": True}), "differs"),
        (history("T-1", SENT, DONE | {"type": "closed"}), "differs"),
        (history("T-1", SENT, DONE | {"at": "2021-03-05T02:00:00Z"}), "repeated"),
        (history("T-1", SENT, DONE | {"at": "2021-03-05T02:00:01Z"}), "differs"),
    ],
)
def test_seen__compares_what_is_said_not_how(again: History, added: str) -> None:
    seen = SeenHistories()
    assert seen.add(history()) == "counted"
    assert seen.add(again) == added


def test_seen__one_and_true_are_not_the_same() -> None:
    seen = SeenHistories()
    seen.add(history(attributes={"n": 1}))
    assert seen.add(history(attributes={"n": True})) == "differs"


def test_seen__keeps_ids_apart_that_no_encoding_can_write() -> None:
    seen = SeenHistories()
    line = '{"id": "\\ud800%d", "events": []}'
    assert seen.add(parse_history_line(line % 1)) == "counted"
    assert seen.add(parse_history_line(line % 2)) == "counted"
    assert seen.add(parse_history_line(line % 1)) == "repeated"


def test_seen__remembers_while_its_table_grows() -> None:
    numbers = [*range(3000), *range(3000)]
    random.Random(7).shuffle(numbers)
    seen, known = SeenHistories(), set[int]()
    for number in numbers:
        expected = "repeated" if number in known else "counted"
        assert seen.add(history(f"T-{number}", SENT)) == expected
        known.add(number)
    assert seen.add(history("T-2999", DONE)) == "differs"


# --- what is counted -----------------------------------------------------------------


def test_assessment__counts_the_same_history_once() -> None:
    made = trial(HANDLE)
    results = [evaluate(made, one, as_of=AS_OF) for one in (history(), history("T-2"))]
    once = assess(made, results, keeps_cases=True)
    twice = assess(made, [*results, *results], keeps_cases=True)
    assert value(twice, "甲局", "2021-03", "received") == "2"
    assert twice.rows == once.rows
    assert (once.notes.repeated, twice.notes.repeated) == (0, 2)
    notes = notes_to_dict(twice, made.rulebook)
    assert (notes["histories"], notes["repeated"]) == ({"ticket": 2}, 2)


def test_assessment__what_comes_after_the_instant_makes_no_difference() -> None:
    later = {"type": "closed", "at": "2021-05-01T10:00:00+08:00"}
    made, counting = trial(HANDLE), Assessment(trial(HANDLE))
    for one, added in (
        (history(), "counted"),
        (history("T-1", SENT, DONE, later), "repeated"),
    ):
        assert counting.add(evaluate(made, one, as_of=AS_OF)) == added


def test_assessment__has_no_table_of_histories_that_contradict_each_other() -> None:
    made = trial(HANDLE)
    pairs = [(history(id_), history(id_, SENT)) for id_ in ("T-3", "T-1")]
    for several in (pairs, [pair[::-1] for pair in pairs]):
        counting = Assessment(made)
        added = [
            counting.add(evaluate(made, one, as_of=AS_OF))
            for pair in several
            for one in pair
        ]
        assert added == ["counted", "differs"] * 2
        with pytest.raises(ContradictionError, match="T-3, T-1") as caught:
            counting.table()
        assert caught.value.ids == ("T-3", "T-1")
