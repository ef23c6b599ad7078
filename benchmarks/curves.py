"""Curves as SVG: small files, text as text, the same bytes for the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.story import Curve

# Told apart without colours, too (the markers); readable on white and printed.
COLOURS = ("#1f5fa8", "#c2410c", "#3f7d20", "#7e3794")
MARKERS = ("o", "s", "^", "D")
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "hotline_rules",
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
}


def draw(curve: Curve, folder: Path) -> Path:
    """Draw a curve into a folder; return the file."""
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(7.6, 3.6), layout="constrained")
        for number, (name, points) in enumerate(curve.lines.items()):
            across, up = zip(*points, strict=True)
            look = f"{MARKERS[number]}-"
            axes.plot(across, up, look, color=COLOURS[number], label=name, linewidth=2)
        axes.set_xlabel(curve.across)
        axes.set_ylabel(curve.up)
        axes.set_title(curve.title, loc="left", fontweight="bold")
        if curve.goal is not None:
            value, name = curve.goal
            axes.axhline(value, color="#777777", linestyle="--", label=name)
        _scales(axes, curve)
        if len(curve.lines) > 1 or curve.goal is not None:
            axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        path = folder / f"{curve.name}.svg"
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        plt.close(figure)
    return path


def _scales(axes: Any, curve: Curve) -> None:
    """Ticks where something was measured; zero is in the picture."""
    ticks = sorted({x for points in curve.lines.values() for x, _ in points})
    if curve.spread:
        axes.set_xscale("log")
    else:
        axes.set_xlim(left=0)
    axes.set_xticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    axes.minorticks_off()
    highest = max(y for points in curve.lines.values() for _, y in points)
    axes.set_ylim(0, 1.1 * max(highest, curve.goal[0] if curve.goal else 0))
