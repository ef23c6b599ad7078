"""The scripts beside the examples: a seeded generator, a reader of messages."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from examples.generate_histories import CITIES, generate_histories
from examples.message_board import count_states, read_messages
from hotline_rules import load_profile
from hotline_rules.history import parse_history, sequence_anomalies

ROOT = Path(__file__).resolve().parents[2]

MESSAGES = """\
message_id,user_code,topic,asked_raw,replied_raw,asked_at,replied_at
1,U1,甲,,,2019-04-25T09:32:09+08:00,2019-05-05T23:59:59+08:00
2,U2,乙,,,2019-04-25T09:32:09+08:00,2019-05-06T00:00:00+08:00
"""


@pytest.mark.parametrize("city", sorted(CITIES))
def test_generate_histories__the_same_seed_gives_the_same_bytes(city: str) -> None:
    def made(count: int, seed: int) -> list[str]:
        found = generate_histories(city, count, seed)
        return [json.dumps(history, ensure_ascii=False) for history in found]

    assert made(50, 1) == made(50, 1)
    assert made(50, 1) != made(50, 2)
    assert made(5, 1) == made(50, 1)[:5]


def test_generate_histories__the_bytes_are_these_on_every_python() -> None:
    lines = [
        json.dumps(history, ensure_ascii=False)
        for city in sorted(CITIES)
        for history in generate_histories(city, 200, seed=7)
    ]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert digest[:16] == "ddd36162208ac330"


@pytest.mark.parametrize("city", sorted(CITIES))
def test_generate_histories__they_are_sound_and_of_ten_events(city: str) -> None:
    histories = [parse_history(h) for h in generate_histories(city, 500, seed=3)]
    assert all(sequence_anomalies(history) == () for history in histories)
    assert all(history.anomalies == () for history in histories)
    events = sum(len(history.events) for history in histories) / len(histories)
    assert 9 < events < 12
    seen = {event.type for history in histories for event in history.events}
    assert {"return_decided", "extension_decided", "redo_ordered"} <= seen
    assert {h.attributes["urgency"] for h in histories} == {"normal", "emergency"}


def test_generate_histories__a_million_are_never_in_memory() -> None:
    few = islice(generate_histories("zibo", 10**12, seed=1), 3)
    assert [history["id"] for history in few] == [f"ZB-0000000{n}" for n in range(3)]


def test_message_board__counts_by_working_days(tmp_path: Path) -> None:
    """Five working days from 25 April 2019: 26, 28 and 29, 30 April, 5 May.

    Both Sundays were worked, 1 to 4 May were off.
    """
    path = tmp_path / "messages.csv"
    path.write_text(MESSAGES, encoding="utf-8-sig")
    profile = load_profile("zibo", outside_validity="apply")
    assert count_states(profile, read_messages(path)) == {"met": 1, "met_late": 1}


def test_message_board__is_a_program(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(MESSAGES, encoding="utf-8")

    def run(*arguments: str) -> str:
        script = str(ROOT / "examples/message_board.py")
        done = subprocess.run(
            [sys.executable, script, str(path), *arguments],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    counted = run("--profile", "qingyuan", "--reading", "T07-rest-day=on_time")
    assert counted.split() == ["met", "1", "met_late", "1"]
    first, second = run("--histories").splitlines()
    assert parse_history(json.loads(first)).id == "1"
    assert json.loads(second)["events"][1]["type"] == "result_submitted"


def test_generate_histories__is_a_program() -> None:
    script = str(ROOT / "examples/generate_histories.py")
    done = subprocess.run(
        [sys.executable, script, "zibo", "--count", "3", "--seed", "1"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert made == list(generate_histories("zibo", 3, seed=1))
