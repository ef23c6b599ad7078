"""Every clause of every bundled profile is accounted for, and the pages say so."""

import pytest

from hotline_rules.profile import list_profiles
from tests.support.cities import coverage_of, variants_of
from tools.coverage_pages import PAGES, TOP, Page, coverage_part, readings_part

CITIES = list_profiles()


@pytest.mark.parametrize("city", CITIES)
def test_coverage__is_green(city: str) -> None:
    coverage = coverage_of(city)
    gaps = [f"{cover.clause.id}: {cover.gap}" for cover in coverage.gaps]
    assert not gaps, "\n".join(gaps)
    assert coverage.is_green


@pytest.mark.parametrize("page", [p for p in PAGES if p.part is coverage_part], ids=str)
@pytest.mark.parametrize("city", CITIES)
def test_coverage__the_page_is_current(city: str, page: Page) -> None:
    wanted = coverage_part(coverage_of(city), page.lang)
    assert wanted in (TOP / page.path).read_text("utf-8"), "run tools/coverage_pages.py"


@pytest.mark.parametrize("page", [p for p in PAGES if p.part is readings_part], ids=str)
@pytest.mark.parametrize("city", CITIES)
def test_readings__the_page_is_current(city: str, page: Page) -> None:
    wanted = readings_part(variants_of(city).profile(), page.lang)
    assert wanted in (TOP / page.path).read_text("utf-8"), "run tools/coverage_pages.py"
