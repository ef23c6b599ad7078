"""Every diagnostic has its page, and the example on it is what it says."""

from __future__ import annotations

import pytest

from hotline_rules.diagnostics.codes import all_codes
from tools.diagnostic_pages import FILES, MADE, PAGES, Example, examples, page, run

EXAMPLES = examples()
CODES = {code.slug: code for code in all_codes()}
WITHOUT = {"not-understood"}  # a last resort: nothing known earns it
WRITE = "run tools/reference_pages.py"


def test_pages__there_is_one_for_every_code() -> None:
    assert set(EXAMPLES) == set(CODES)
    assert {path.stem for path in PAGES.glob("*.md")} == set(CODES), WRITE
    assert {slug for slug, one in EXAMPLES.items() if one.made == "-"} == WITHOUT


@pytest.mark.parametrize("file", FILES)
def test_example__has_nothing_wrong_in_it(file: str) -> None:
    right = next(one for one in EXAMPLES.values() if not one.made and one.file == file)
    found = run(right, wrong=False)[0]
    assert {fault.code for fault in found} <= {"beyond-announced"}  # of any profile


@pytest.mark.parametrize("slug", sorted(CODES))
def test_page__is_current_and_its_example_earns_the_diagnostic(slug: str) -> None:
    text = (PAGES / f"{slug}.md").read_text("utf-8")
    assert text == page(CODES[slug], EXAMPLES[slug]), WRITE
    assert text.count(f"[{slug}]: ") == (0 if slug in WITHOUT else 2)


def test_made__every_way_is_used() -> None:
    assert {one.made for one in EXAMPLES.values()} == {"", *MADE}


def test_example__pieces_differ() -> None:
    assert [slug for slug, one in EXAMPLES.items() if _same(one)] == []


def _same(one: Example) -> bool:
    return not one.made and one.right == one.wrong
