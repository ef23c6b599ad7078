"""The benchmarks run, at a size that measures nothing, and refuse wrong peers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from benchmarks import arithmetic, clocks, decision
from benchmarks.__main__ import SECTIONS, measure
from benchmarks.curves import draw
from benchmarks.headlines import LINES, SOURCES, put_headlines
from benchmarks.machine import put_section
from benchmarks.measure import check
from benchmarks.peers import Peers
from benchmarks.story import FULL, QUICK, TINY, Curve, Part, Section, Table, markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
HERE = [one for one in SECTIONS if not one.asked and not one.lacking]


@pytest.mark.slow
@pytest.mark.parametrize("section", HERE, ids=lambda section: section.name)
def test_section__runs_and_tells_something(section: Section, tmp_path: Path) -> None:
    told, text = measure(section, TINY, tmp_path)
    assert told is not None
    assert any(isinstance(part, Table) and part.rows for part in told.parts)
    assert "A quick run" in text
    drawn = {f"{part.name}.svg" for part in told.parts if isinstance(part, Curve)}
    assert {path.name for path in tmp_path.iterdir()} == drawn
    wanted = {key for name, key in SOURCES.values() if name == section.name}
    assert wanted <= told.numbers.keys()


def test_section__without_its_packages_says_so(tmp_path: Path) -> None:
    section = Section(name="none", title="", needs=("json", "no.such.package"))
    told, text = measure(section, TINY, tmp_path)
    assert told is None
    assert text == (
        "Left out here; not installed: no.such.package (the extra `bench`).\n"
    )
    section = Section(name="none", title="", programs=("no-such-program",))
    assert section.lacking == "not on this machine: no-such-program"


def test_arithmetic__a_calendar_without_make_up_days_is_refused() -> None:
    peers = Peers()
    peers.__dict__["numpy"] = np.busdaycalendar()
    with pytest.raises(SystemExit, match="numpy busday_offset differs at input"):
        arithmetic.working_days(5, peers, TINY)


def test_clocks__a_calendar_that_is_a_day_out_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def a_day_more(peers: Peers) -> clocks.Adapter:
        right = clocks.stepping(peers)
        days = right.days
        return clocks.Adapter(
            "a day more",
            right.instant,
            lambda number: days(number + 1),
            right.hours,
            right.between,
        )

    monkeypatch.setattr(clocks, "CALENDARS", (clocks.ours, a_day_more))
    with pytest.raises(SystemExit, match="a day more differs"):
        clocks.run(TINY, tmp_path)


def test_decision__an_engine_that_never_gives_a_card_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def never(drawn: Sequence[Any]) -> Callable[[], list[str]]:
        return lambda: ["none" for _ in drawn]

    engines = {"hotline_rules": decision.ours, "never": never}
    monkeypatch.setattr(decision, "ENGINES", engines)
    with pytest.raises(SystemExit, match="never differs"):
        decision.run(TINY, tmp_path)


def test_check__wants_as_many_answers_and_the_same() -> None:
    check({"a": [1, 2], "b": [1, 2]})
    with pytest.raises(SystemExit, match="b differs at input 1: 2 / 3"):
        check({"a": [1, 2], "b": [1, 3]})
    with pytest.raises(ValueError, match="shorter"):
        check({"a": [1, 2], "b": [1]})


def test_curve__is_a_picture_with_words_and_the_same_each_time(tmp_path: Path) -> None:
    points = [(10.0, 1.0), (1_000.0, 2.0)]
    curve = Curve("c", "Cost", "events", "µs", {"one": points, "two": points})
    first = draw(curve, tmp_path).read_bytes()
    texts = {"".join(x.itertext()).strip() for x in ET.fromstring(first).iter()}
    assert {"Cost", "events", "µs", "one", "two", "1,000"} <= texts
    assert draw(curve, tmp_path).read_bytes() == first


def test_markdown__of_all_parts() -> None:
    table, curve = Table("T", ("", "n"), [("a", "1")]), Curve("c", "C", "", "", {})
    parts: list[Part] = ["Words.", table, curve]
    assert markdown(parts, "curves") == (
        "Words.\n\n### T\n\n|  | n |\n| --- | ---: |\n| a | 1 |\n\n![C](curves/c.svg)\n"
    )


def test_pages__have_a_place_for_each_section(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    for section in SECTIONS:
        put_section(section.name, f"of {section.name}\n", page)
    text = page.read_text(encoding="utf-8")
    for section in SECTIONS:
        name = section.name
        start, end = f"<!-- {name}: start -->", f"<!-- {name}: end -->"
        assert f"{start}\n\nof {name}\n\n{end}" in text
    with pytest.raises(SystemExit, match="no section other"):
        put_section("other", "", page)


def test_headlines__are_those_of_a_whole_run(tmp_path: Path) -> None:
    for name in LINES:
        text = (ROOT / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    numbers: dict[str, dict[str, str]] = {}
    for number, (section, key) in enumerate(SOURCES.values(), 7_000):
        numbers.setdefault(section, {})[key] = str(number)
    before = (tmp_path / "README.md").read_text(encoding="utf-8")
    put_headlines(numbers, QUICK, tmp_path)
    put_headlines(numbers | {"engine": {}}, FULL, tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == before
    put_headlines(numbers, FULL, tmp_path)
    for name in LINES:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert all(str(7_000 + i) in text for i in range(len(SOURCES)))
