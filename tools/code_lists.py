"""Write the lists of diagnostic codes into their two pages."""

import re
from pathlib import Path

from hotline_rules.diagnostics.model import Language
from hotline_rules.diagnostics.reference import code_list

TOP = Path(__file__).parents[1]
PAGES: tuple[tuple[str, Language], ...] = (
    ("docs/diagnostics.md", "en"),
    ("docs/zh/诊断.md", "zh"),
)


def main() -> None:
    """Replace the table of each page."""
    for name, lang in PAGES:
        page = TOP / name
        before = re.split(r"(?m)^\| (?:代码|code) \|", page.read_text("utf-8"))[0]
        page.write_text(f"{before}{code_list(lang)}\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
