"""The page of a diagnostic: what it means, an example, how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.profile.bundled import packaged_folder

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language

ENGLISH = "\n## In English\n\n"


def page_of(slug: str, lang: Language) -> str | None:
    """Return the page of a code in one language, in Markdown; None if there is none."""
    folder = packaged_folder("pages", "docs/diagnostics")
    page = None if folder is None else folder.joinpath(f"{slug}.md")
    if page is None or not page.is_file():
        return None
    text = page.read_text("utf-8")
    chinese, _, english = text.partition(ENGLISH)
    title = text.partition("\n")[0]
    return f"{title}\n\n{english}" if lang == "en" else chinese
