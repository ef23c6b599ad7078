"""A printed set of rules as one HTML file: no network, no script, made for A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hotline_rules.regulation import drawings
from hotline_rules.regulation.values import numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.regulation.layout import Printed, Stop


def to_html(page: Printed) -> str:
    """The page; every text in it is escaped, the drawings are our own."""
    environment = Environment(
        loader=PackageLoader("hotline_rules.regulation"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    css, _, _ = environment.loader.get_source(environment, "regulation.css")  # type: ignore[union-attr]
    known = {one.code for section in page.sections for one in section.questions}
    template = environment.get_template("regulation.html.j2")
    return template.render(
        page=page,
        css=Markup(css),
        known=known,
        numeral=numeral,
        time_line=_time_line,
        ladder=_ladder,
    )


def _time_line(stops: Sequence[Stop]) -> Markup:
    return Markup(drawings.time_line(stops))


def _ladder(steps: Sequence[str]) -> Markup:
    return Markup(drawings.ladder(steps))
