"""How quick the page is in Chromium: first rows, search, filters, one ticket opened."""

from __future__ import annotations

import shutil
import statistics
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

_ROUNDS = 5
# From the event to the frame that shows what came of it.
_SHOWN = """
async ([selector, value, event]) => {
  const one = document.querySelector(selector);
  const frame = () => new Promise(done => requestAnimationFrame(done));
  await frame();
  const begun = performance.now();
  one.value = value;
  one.dispatchEvent(new Event(event, {bubbles: true}));
  await frame();
  await frame();
  return performance.now() - begun;
}
"""
_OPENED = """
async id => {
  const begun = performance.now();
  location.hash = '#ticket=' + encodeURIComponent(id);
  while (!document.querySelector('#ticket-title')?.textContent.endsWith(id))
    await new Promise(done => requestAnimationFrame(done));
  return performance.now() - begun;
}
"""


@dataclass(frozen=True)
class Quickness:
    """Medians of some rounds, in seconds; filters and search the slowest of theirs.

    Attributes:
        rows: from navigation until rows are there and the search takes words.
        search: from a word in the search to the list that it leaves.
        filters: from a choice in a filter to the list that it leaves.
        ticket: from a click to a ticket with its explanation.
    """

    rows: float
    search: float
    filters: float
    ticket: float


def measure_page(path: Path) -> Quickness | None:
    """Open a page some times and use it; `None` where there is no Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return None
    from playwright.sync_api import sync_playwright

    rounds = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(_ROUNDS):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            rounds.append(_used(context.new_page(), path))
            context.close()
        browser.close()
    return Quickness(*(statistics.median(one) for one in zip(*rounds, strict=True)))


def _used(page: Page, path: Path) -> tuple[float, float, float, float]:
    """Use a page once: rows, search, filters, a ticket."""
    started = perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready=yes]", timeout=120_000)
    page.wait_for_selector("#rows tr")
    rows = perf_counter() - started
    id_ = page.get_attribute("#rows tr", "data-id")
    words = [id_ or "", "单位01", "单位07 咨询", ""]
    search = max(page.evaluate(_SHOWN, ["#search", w, "input"]) for w in words)
    filters = max(_filtered(page))
    return rows, search / 1e3, filters / 1e3, page.evaluate(_OPENED, id_) / 1e3


def _filtered(page: Page) -> list[float]:
    """Choose the second option of every filter, and none again."""
    taken = []
    for name in page.eval_on_selector_all(
        "select[data-filter]", "all => all.map(one => one.dataset.filter)"
    ):
        choose = f"select[data-filter={name}]"
        options = page.eval_on_selector_all(
            f"{choose} option", "all => all.map(one => one.value)"
        )
        for value in (options[min(1, len(options) - 1)], ""):
            taken.append(page.evaluate(_SHOWN, [choose, value, "change"]))
    return taken
