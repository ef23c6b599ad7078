"""The script beside the examples: a reader of messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from examples.message_board import count_states, read_messages
from hotline_rules import load_profile
from hotline_rules.history import parse_history

ROOT = Path(__file__).resolve().parents[2]

MESSAGES = """\
message_id,user_code,topic,asked_raw,replied_raw,asked_at,replied_at
1,U1,甲,,,2019-04-25T09:32:09+08:00,2019-05-05T23:59:59+08:00
2,U2,乙,,,2019-04-25T09:32:09+08:00,2019-05-06T00:00:00+08:00
"""


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
