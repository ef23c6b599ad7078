"""`python -m benchmarks.page REPORT.html`: how quick the page of an audit is.

Opens it in Chromium as a file, several times over, and asks the page itself: from
navigation until the list shows its first rows and can be searched; each filter, search
and order from the press until the rows are laid out; opening a ticket.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 7
_MEGABYTE = 1_000_000

# Each changes what the list shows, and changes it back where that is not measured.
_ACTIONS = """
async ({ rounds }) => {
  const search = document.getElementById("search");
  const select = (name, i) => {
    const box = document.querySelector(`select[data-filter=${name}]`);
    box.selectedIndex = i % box.options.length;
    box.dispatchEvent(new Event("change"));
  };
  const type = (text) => {
    search.value = text;
    search.dispatchEvent(new Event("input"));
  };
  const press = (name) =>
    document.querySelector(`#headings [data-sort=${name}] button`).click();
  const actions = {
    "filter by unit": (i) => select("unit", 1 + i),
    "filter by standing": (i) => select("standing", 1 + i),
    "filter by reading": (i) => select("reading", 1 + i),
    "search for one digit": (i) => type(String(i % 10)),
    "search for an id": (i) => type(`0000${i}`),
    "search for two words": (i) => type(`${i} 1`),
    "order by id": () => press("id"),
    "order by unit": () => press("unit"),
    "order by cards": () => press("cards"),
  };
  const told = {};
  for (const [name, act] of Object.entries(actions)) {
    told[name] = [];
    for (let i = 0; i < rounds; i++) {
      const begun = performance.now();
      act(i);
      document.body.offsetHeight; // lays out what has changed
      told[name].push(performance.now() - begun);
    }
    document.getElementById("reset").click();
  }
  const rows = [...document.querySelectorAll("#rows tr[data-id]")].slice(0, rounds);
  told["open a ticket"] = [];
  for (const id of rows.map((row) => row.dataset.id)) {
    const begun = performance.now();
    location.hash = `#ticket=${encodeURIComponent(id)}`;
    const shown = () => document.getElementById("ticket-title")?.textContent;
    while (!shown()?.endsWith(id)) await new Promise((next) => setTimeout(next, 0));
    told["open a ticket"].push(performance.now() - begun);
  }
  return told;
}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one thing, and the most that they may be."""

    name: str
    times: list[float]
    goal: float | None = None

    def line(self) -> str:
        """Return a row of the table."""
        goal = "" if self.goal is None else f"≤ {self.goal:,.0f}"
        middle, most = median(self.times), max(self.times)
        return f"| {self.name} | {middle:.0f} | {most:.0f} | {goal} |"


def main() -> int:
    """Measure and print; exit status 0 whatever the numbers are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, metavar="REPORT.html")
    sys.stdout.write("\n".join(page_table(parser.parse_args().page)) + "\n")
    return 0


def page_table(path: Path) -> list[str]:
    """Open a page and answer the lines of a table, or why there is none."""
    size = path.stat().st_size / _MEGABYTE
    out = [f"{path.name}: {size:.1f} MB (goal: at most 50)", ""]
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return [*out, "Chromium is not here: the page was not opened."]
    out += ["| | median ms | longest ms | goal |", "| --- | ---: | ---: | ---: |"]
    return out + [one.line() for one in _measure(path.resolve(), program)]


def _measure(path: Path, program: str) -> list[Measured]:
    from playwright.sync_api import sync_playwright

    usable: list[float] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": 1380, "height": 900})
            usable.append(_usable(page, path))
            if len(usable) < ROUNDS:
                page.close()
        page.wait_for_load_state("load")
        told: dict[str, list[float]] = page.evaluate(_ACTIONS, {"rounds": ROUNDS})
        browser.close()
    rows = [Measured("first rows and a usable search", usable, 2_000)]
    opening = told.pop("open a ticket")
    rows += [Measured(name, times, 100) for name, times in told.items()]
    return [*rows, Measured("open a ticket", opening)]


def _usable(page: Any, path: Path) -> float:
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-ready=yes]", timeout=120_000)
    marked = "performance.getEntriesByName('usable')[0].startTime"
    return float(page.evaluate(marked))


if __name__ == "__main__":
    sys.exit(main())
