"""`python -m benchmarks`: the whole story on one page.

Each section compares what gives equal results, and says what it could not measure here.
The page is printed, and left with its pictures in a folder; `--write` puts both into
benchmarks/README.md instead.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from benchmarks.headlines import put_headlines
from benchmarks.machine import busy, machine, put_section
from benchmarks.story import FULL, QUICK, Curve, Scale, Section, Told, markdown
from hotline_rules import engine_build

PEERS = ("businesstimedelta", "chinese_calendar", "holidays", "numpy", "pandas", "pytz")
COLUMNS = ("pyarrow", "hotline_rules.batch")
SECTIONS = (
    Section(name="arithmetic", title="One call of a calendar", needs=PEERS),
    Section(name="clocks", title="Seven clocks, the calendar exchanged", needs=PEERS),
    Section(name="decision", title="A decision", needs=("cel", "zen")),
    Section(name="ticket", title="A whole ticket"),
    Section(name="growth", title="How the cost grows"),
    Section(name="batch", title="Files to files", needs=COLUMNS, extra="batch"),
    Section(name="cores", title="All cores", needs=COLUMNS, extra="batch"),
    Section(
        name="engine",
        title="On an existing engine",
        needs=("pyspark", "hotline_rules.spark"),
        extra="spark",
        programs=("java",),
    ),
    Section(name="processes", title="Starting"),
    Section(
        name="audit",
        title="An auditor's job",
        needs=("polars", "playwright", "xlsxwriter"),
        extra="dev",
        asked=True,
    ),
)
HERE = Path(__file__).parent
PICTURES = "curves"
# The compiled engine has places of its own beside those of the pure one.
COMPILED = "" if engine_build() == "pure" else "-compiled"


def main() -> int:
    """Measure and print; exit status 0 whatever the numbers are."""
    options = _options()
    scale = QUICK if options.quick else FULL
    chosen = [one for one in SECTIONS if _is_chosen(one, options.only)]
    out = HERE if options.write else options.output
    pictures = out / PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    page, numbers = ["# Benchmarks", machine()], {}
    for section in chosen:
        told, text = measure(section, scale, pictures)
        page += [f"## {section.title}", text]
        sys.stdout.write(f"\n## {section.title}\n\n{text}\n")
        sys.stdout.flush()
        if told is not None:
            numbers[section.name] = told.numbers
            if options.write:
                put_section(f"{section.name}{COMPILED}", text)
    if options.write:
        put_headlines(numbers, scale)
    else:
        (out / "page.md").write_text("\n\n".join(page) + "\n", encoding="utf-8")
        sys.stdout.write(f"\nThe page, with its pictures: {out / 'page.md'}\n")
    return 0


def measure(section: Section, scale: Scale, pictures: Path) -> tuple[Told | None, str]:
    """Measure a section and draw its curves.

    Returns:
        what it told, `None` where it could not be measured, and its text.
    """
    if section.lacking:
        return None, f"Left out here; {section.lacking}.\n"
    head, started = f"{machine()}{busy()}", perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        told = section.run(scale, Path(folder))
    curves = [part for part in told.parts if isinstance(part, Curve)]
    if curves and find_spec("matplotlib") is None:
        head += " The curves were not drawn: no matplotlib."
    elif curves:
        from benchmarks.curves import draw

        for curve in curves:
            draw(curve, pictures)
    rough = " **A quick run: rough.**" if scale.name != "full" else ""
    took = f"Took {perf_counter() - started:.0f} s.{rough}"
    return told, markdown([f"{head} {took}", *told.parts], pictures.name)


def _is_chosen(section: Section, only: list[str] | None) -> bool:
    return section.name in only if only else not section.asked


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = [section.name for section in SECTIONS]
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="SECTION",
        help=f"may be given several times: {', '.join(names)}",
    )
    parser.add_argument("--quick", action="store_true", help="small and rough")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("build/benchmarks"),
        help="folder of the page and its pictures",
    )
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
