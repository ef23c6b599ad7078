"""The list of bad input, end to end: place, remedy, status, and the others judged.

One run of the command line for each; the rooms' own tests have the finer points.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hotline_rules.cli import main
from tests.oracle.minis import REGISTER, Mark, Mini, to_yaml
from tests.oracle.points import Amount, Counting

AS_OF = "2021-03-20T00:00:00+08:00"
GOOD = {
    "id": "GOOD",
    "attributes": {"kind": "request"},
    "events": [
        {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "unit": "张店区"}
    ],
}
MINI = to_yaml(
    Mini(
        Amount(5, "working days"),
        Counting(),
        (Mark("yellow", "before due", Amount(1, "working days"), "yellow"),),
    )
)


class Ran(NamedTuple):
    status: int
    results: list[dict[str, Any]]
    err: str


class Bench:
    """A folder with a small profile, and the command line in it."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        Path("mini.register.yaml").write_text(REGISTER, encoding="utf-8")
        Path("mini.yaml").write_text(MINI, encoding="utf-8")

    def judge(
        self, *histories: object, profile: str = "mini.yaml", as_of: str = AS_OF
    ) -> Ran:
        """Evaluate lines: text and bytes as they are, anything else as JSON."""
        Path("in.jsonl").write_bytes(b"".join(_line(each) for each in histories))
        arguments = ["evaluate", "in.jsonl", "--profile", profile, "--as-of", as_of]
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        out, err = self._capture.readouterr()
        return Ran(status, [json.loads(line) for line in out.splitlines()], err)

    def judge_by(self, text: str | bytes) -> Ran:
        """Evaluate a good history under a profile written like this."""
        raw = text.encode() if isinstance(text, str) else text
        Path("bad.yaml").write_bytes(raw)
        return self.judge(GOOD, profile="bad.yaml")


def _line(history: object) -> bytes:
    if isinstance(history, bytes):
        return history + b"\n"
    text = history if isinstance(history, str) else json.dumps(history)
    return text.encode() + b"\n"


@pytest.fixture
def bench(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Bench:
    monkeypatch.chdir(tmp_path)
    return Bench(capsys)


def at(instant: str) -> dict[str, Any]:
    event = {"type": "dispatched", "at": instant, "unit": "张店区"}
    return GOOD | {"id": "BAD", "events": [event]}


# --- histories ------------------------------------------------------------------------


HISTORIES: dict[str, tuple[object, str | None]] = {
    "naive": (at("2021-03-01T10:00:00"), "naive-instant"),
    "year 1": (at("0001-01-01T00:00:00+08:00"), "instant-out-of-range"),
    "year 9999": (at("9999-12-31T23:59:59+08:00"), "instant-out-of-range"),
    "just before": (at("1969-12-31T23:59:59+08:00"), "instant-out-of-range"),
    "just after": (at("2100-01-01T00:00:00+08:00"), "instant-out-of-range"),
    "no such day": (at("2021-02-30T00:00:00+08:00"), None),
    "cut off": ('{"id": "BAD", "events": [', "bad-json"),
    "no json": ("张店区", "bad-json"),
    "a list": ("[1, 2]", None),
    "nothing in it": ("{}", None),
    "10 MB of nonsense": ("x" * 10_000_000, "bad-json"),
    "nested too deep": ("[" * 100_000, None),
    "GB18030": (json.dumps(GOOD, ensure_ascii=False).encode("gb18030"), "not-utf8"),
}


@pytest.mark.parametrize(("bad", "code"), HISTORIES.values(), ids=HISTORIES)
def test_history__is_refused_with_its_place_and_the_others_are_judged(
    bench: Bench, bad: object, code: str | None
) -> None:
    ran = bench.judge(GOOD, bad, GOOD | {"id": "AFTER"})
    assert ran.status == 1
    assert [result["id"] for result in ran.results] == ["GOOD", "AFTER"]
    found = re.search(r"in\.jsonl:2:\d+: 错误\[([a-z0-9-]+)\]", ran.err)
    assert found is not None
    assert code is None or found[1] == code
    assert len(ran.err) < 2_000
    assert "改法" in ran.err


def test_instants__of_the_first_and_last_supported_second(bench: Bench) -> None:
    first, last = "1970-01-01T00:00:00+08:00", "2099-12-31T23:59:59+08:00"
    ran = bench.judge(at(first), at(last))
    assert (ran.status, len(ran.results)) == (0, 2)


@pytest.mark.parametrize(
    "as_of",
    [
        "2021-03-20T00:00:00",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T00:00:00+08:00",
        "tomorrow",
        "",
    ],
)
def test_as_of__that_is_no_instant_is_a_fault_of_the_call(
    bench: Bench, as_of: str
) -> None:
    ran = bench.judge(GOOD, as_of=as_of)
    assert (ran.status, ran.results) == (2, [])
    assert "--as-of" in ran.err


def test_as_of__before_the_first_event_finds_nothing_and_says_when(
    bench: Bench,
) -> None:
    ran = bench.judge(GOOD, as_of="2021-02-01T00:00:00+08:00")
    assert ran.status == 0
    (result,) = ran.results
    assert result["deadlines"] == result["penalties"] == result["anomalies"] == []
    assert result["light"]["colour"] == "none"
    assert result["next_change_at"] is None


def test_ten_thousand_events__on_one_ticket_are_judged(bench: Bench) -> None:
    start = datetime(2021, 3, 1, tzinfo=UTC)
    kinds = ("dispatched", "result_submitted", "progress_reported", "signed_for")
    events = [
        {
            "type": kinds[number % 4],
            "at": (start + timedelta(seconds=150 * number)).isoformat(),
            "unit": "张店区",
        }
        for number in range(10_000)
    ]
    ran = bench.judge(GOOD | {"id": "MANY", "events": events}, GOOD)
    assert (ran.status, len(ran.results)) == (0, 2)
    assert len(ran.results[0]["deadlines"]) == 2_500


def test_ten_megabytes__in_one_line_are_judged(bench: Bench) -> None:
    note = {"kind": "request", "note": "字" * 3_500_000}
    ran = bench.judge(GOOD | {"id": "BIG", "attributes": note}, GOOD)
    assert (ran.status, len(ran.results)) == (0, 2)


# --- profiles -------------------------------------------------------------------------


def test_profile__unknown_is_answered_with_the_nearest(bench: Bench) -> None:
    ran = bench.judge(GOOD, profile="zibbo")
    assert (ran.status, ran.results) == (3, [])
    assert "unknown-profile" in ran.err
    assert "`zibo`" in ran.err


BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


FAULTS: dict[str, tuple[str, str, str | None, str]] = {
    "limit of zero": ("within: 5", "within: 0", None, "0 working days"),
    "negative limit": ("within: 5", "within: -5", None, "-5 working days"),
    "mark before the start": (
        "at: 1 working day",
        "at: 6 working days",
        None,
        "yellow",
    ),
    "duplicate key": ("who: unit\n", "who: unit\n    who: a\n", "duplicate-key", "who"),
    "unknown key": ("one_per:", "one_pre:", "unknown-key", "one_pre"),
    "no such day": ("from: 2000-01-01", "from: 2000-02-30", None, "2000-02-30"),
    "tab": ("    must:", "\tmust:", None, "must"),
    "full-width colon": ("title: 办理时限", "title： 办理时限", None, "title："),
    "anchor": ("who: unit", "who: &w unit", None, "&w"),
}


@pytest.mark.parametrize(
    ("old", "new", "code", "underlined"), FAULTS.values(), ids=FAULTS
)
def test_profile__fault_is_shown_in_its_line_with_a_remedy(
    bench: Bench, old: str, new: str, code: str | None, underlined: str
) -> None:
    assert old in MINI
    ran = bench.judge_by(MINI.replace(old, new, 1))
    assert (ran.status, ran.results) == (3, [])
    found = re.search(r"bad\.yaml:(\d+):\d+: 错误\[([a-z0-9-]+)\]", ran.err)
    assert found is not None
    assert code is None or found[2] == code
    assert underlined in MINI.replace(old, new, 1).splitlines()[int(found[1]) - 1]
    assert "^" in ran.err
    assert "改法" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "deadlines"),
    [
        ("issued: 2000-01-01", "issued: 0001-01-01", 1),
        ("{from: 2000-01-01, until: open}", "{from: 0001-01-01, until: open}", 1),
        ("{from: 2000-01-01, until: open}", "{from: 0001-01-01, until: 9999-12-31}", 1),
        ("{from: 2000-01-01, until: open}", "{from: 9999-12-30, until: 9999-12-31}", 0),
        ("{from: 2000-01-01, until: open}", "{from: 0001-01-01, until: 0001-01-02}", 1),
    ],
)
def test_profile__with_dates_of_the_years_1_and_9999_means_what_it_says(
    bench: Bench, old: str, new: str, deadlines: int
) -> None:
    assert old in MINI
    ran = bench.judge_by(MINI.replace(old, new))
    assert ran.status == 0
    (result,) = ran.results
    assert len(result["deadlines"]) == deadlines
    if not deadlines:
        assert [x["code"] for x in result["anomalies"]] == ["not-yet-in-force"]
    if "until: 0001" in new:
        assert "rule_expired" in result["deadlines"][0]["flags"]


NO_PROFILES: dict[str, tuple[str | bytes, str | None]] = {
    "a list": ("- 一\n- 二\n", "not-a-mapping"),
    "a sentence": ("就是一句话\n", "not-a-mapping"),
    "empty": ("", None),
    "an open brace": ("{", None),
    "an alias bomb": (BOMB, None),
    "GB18030": (MINI.encode("gb18030"), "not-utf8"),
    "UTF-16": (MINI.encode("utf-16"), None),
    "a byte order mark": (b"\xef\xbb\xbf" + MINI.encode(), None),
    "bytes": (b"\x00\x01\xff\xfe", None),
    "two documents": (MINI + "---\n" + MINI, None),
    "a list as key": ("? [a]\n: b\n", None),
    "one key 5,000 times": ("format: 1\n" * 5_000, "duplicate-key"),
}


@pytest.mark.parametrize(("text", "code"), NO_PROFILES.values(), ids=NO_PROFILES)
def test_profile__that_is_none_at_all_is_refused(
    bench: Bench, text: str | bytes, code: str | None
) -> None:
    ran = bench.judge_by(text)
    assert (ran.status, ran.results) == (3, [])
    found = re.search(r"bad\.yaml(?::\d+:\d+)?: 错误\[([a-z0-9-]+)\]", ran.err)
    assert found is not None
    assert code is None or f"[{code}]" in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err) < 40_000  # not five thousand times the same
