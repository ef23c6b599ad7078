"""Rules engine for the 12345 public service hotlines (12345 热线规则引擎).

A city profile and the history of a ticket go in; deadlines, lights, penalties and
required actions come out, each with its reasons. `load_profile` and `evaluate` are
the two calls that an integrator needs; the names below are imported when asked for,
so that importing the package costs next to nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.evaluate import Result, engine_build, evaluate
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
    "engine_build",
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
    "engine_build": "hotline_rules.evaluate",
    "evaluate": "hotline_rules.evaluate",
    "load_profile": "hotline_rules.profile",
    "parse_history": "hotline_rules.history",
}


def __getattr__(name: str) -> object:
    """Import a public name from its room when it is first asked for (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This package, whose public names no room of the same name takes the place of.

    TRAP: importing the room `evaluate` makes it an attribute of the package, and
    would hide the function. The room stays what `from hotline_rules.evaluate import …`
    reads; the attribute is the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
