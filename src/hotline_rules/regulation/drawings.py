"""Time lines and ladders as SVG: shapes differ, so that they read without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotline_rules.regulation.layout import Stop

_CHAR = 11
_LINE = 14
_PER_LINE = 10  # full-width characters beside one point
_STEP = 128
_MARGIN = 64
_SHAPES = {
    "start": '<circle cx="{x}" cy="{y}" r="5" class="ink"/>',
    "due": '<path d="M{x} {a}V{b}" class="bar"/>',
    "yellow": '<path d="M{l} {b}L{x} {a}L{r} {b}Z" class="yellow"/>',
    "red": '<rect x="{l}" y="{a}" width="14" height="14" class="red"/>',
    "point": '<circle cx="{x}" cy="{y}" r="5" class="hollow"/>',
}


def time_line(stops: Sequence[Stop]) -> str:
    """A time line; not to scale, every point with what happens and when."""
    width = 2 * _MARGIN + _STEP * (len(stops) - 1)
    above = max(len(_wrapped(stop.label)) for stop in stops)
    below = max(len(_wrapped(stop.note)) for stop in stops)
    y = above * _LINE + 14
    height = y + 18 + below * _LINE
    parts = [f'<path d="M{_MARGIN} {y}H{width - 12}" class="axis"/>']
    parts.append(f'<path d="M{width - 18} {y - 4}L{width - 10} {y}L{width - 18} '
                 f'{y + 4}" class="axis"/>')  # fmt: skip
    for number, stop in enumerate(stops):
        x = _MARGIN + number * _STEP
        edges = {"x": x, "y": y, "l": x - 7, "r": x + 7, "a": y - 7, "b": y + 7}
        parts.append(_SHAPES[stop.look].format(**edges))
        label, note = _wrapped(stop.label), _wrapped(stop.note)
        parts += _text(label, x, y - 14 - (len(label) - 1) * _LINE, "label")
        parts += _text(note, x, y + 22, "note")
    said = "；".join(f"{stop.label}：{stop.note}" for stop in stops)
    return _svg(width, height, said, parts, "timeline")


def ladder(steps: Sequence[str]) -> str:
    """Steps rising from the weakest on the left to the strongest on the right."""
    wide, rise = 118, 22
    high = max(len(_wrapped(step)) for step in steps) * _LINE + 14
    width = wide * len(steps) + 8
    height = high + rise * (len(steps) - 1) + 8
    parts = []
    for number, step in enumerate(steps):
        x, y = 4 + number * wide, 4 + rise * (len(steps) - 1 - number)
        parts.append(f'<rect x="{x}" y="{y}" width="{wide - 10}" height="{high}" '
                     'class="step"/>')  # fmt: skip
        lines = _wrapped(step)
        first = y + (high - (len(lines) - 1) * _LINE) / 2 + 4
        parts += _text(lines, x + (wide - 10) / 2, first, "label")
        if number:
            left, middle = x - 10, y + high - rise / 2
            parts.append(f'<path d="M{left} {middle}H{x - 1}" class="axis"/>')
    return _svg(width, height, " → ".join(steps), parts, "ladder")


def _svg(
    width: float, height: float, said: str, parts: Sequence[str], look: str
) -> str:
    title = f"<title>{escape(said)}</title>"
    return (
        f'<svg class="{look}" role="img" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" style="max-width:{width}px">'
        f"{title}{''.join(parts)}</svg>"
    )


def _text(lines: Sequence[str], x: float, y: float, look: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        at = y + number * _LINE
        yield f'<text x="{x}" y="{at}" class="{look}">{escape(line)}</text>'


def _wrapped(text: str) -> list[str]:
    """Short lines of equal length, as far as they go."""
    lines = -(-len(text) // _PER_LINE) or 1
    size = -(-len(text) // lines) or 1
    return [text[at : at + size] for at in range(0, len(text), size)] or [""]
