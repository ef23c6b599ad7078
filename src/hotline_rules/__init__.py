"""Rules engine for the 12345 public service hotlines (12345 热线规则引擎).

A city profile and the history of a ticket go in; deadlines, lights, penalties and
required actions come out, each with its reasons. `load_profile` and `evaluate` are
the two calls that an integrator needs; the names below are imported when asked for,
so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.evaluate import Result, evaluate
    from hotline_rules.history import History, HistoryError, parse_history
    from hotline_rules.profile import Profile, ProfileError, load_profile

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "History",
    "HistoryError",
    "Profile",
    "ProfileError",
    "Result",
    "evaluate",
    "load_profile",
    "parse_history",
]

_HOMES = {
    "Diagnostic": "hotline_rules.diagnostics",
    "History": "hotline_rules.history",
    "HistoryError": "hotline_rules.history",
    "Profile": "hotline_rules.profile",
    "ProfileError": "hotline_rules.profile",
    "Result": "hotline_rules.evaluate",
    "evaluate": "hotline_rules.evaluate",
    "load_profile": "hotline_rules.profile",
    "parse_history": "hotline_rules.history",
}


def __getattr__(name: str) -> object:
    """Import a public name from its room when it is first asked for (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
