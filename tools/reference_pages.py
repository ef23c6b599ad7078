"""Write what is generated: codes, their pages and keys, and the schemas for editors.

Each page keeps what people wrote above the line that marks the generated part.
"""

from pathlib import Path

from hotline_rules.cli.schema import write_schemas
from hotline_rules.diagnostics.reference import code_list
from hotline_rules.profile.reference import key_tables
from tools import diagnostic_pages

TOP = Path(__file__).parents[1]
PAGES = {
    "docs/diagnostics.md": code_list("en"),
    "docs/zh/诊断.md": code_list("zh"),
    "docs/profile-format.md": key_tables("en"),
    "docs/zh/规则语言.md": key_tables("zh"),
}
MARK = "<!-- generated from here on by tools/reference_pages.py -->"


def main() -> None:
    """Write every page anew below its mark."""
    for name, generated in PAGES.items():
        page = TOP / name
        written = page.read_text("utf-8").partition(MARK)[0]
        text = f"{written}{MARK}\n\n{generated}\n"
        page.write_text(text, "utf-8", newline="\n")
    write_schemas(TOP / "profiles")
    diagnostic_pages.main()


if __name__ == "__main__":
    main()
