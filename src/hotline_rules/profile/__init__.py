"""The YAML of a city's rules: read with places, checked, compiled to a rulebook.

Everything a caller needs is here and imported when asked for: the parts of this room
that read YAML or check shapes cost a tenth of a second, which a program that only
evaluates a saved rulebook need not pay.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.profile.bundled import list_profiles
    from hotline_rules.profile.jsonschema import profile_schema
    from hotline_rules.profile.loader import (
        Profile,
        ProfileError,
        check_profile,
        load_profile,
    )

__all__ = [
    "Profile",
    "ProfileError",
    "check_profile",
    "list_profiles",
    "load_profile",
    "profile_schema",
]

_HOMES = {
    "Profile": "hotline_rules.profile.loader",
    "ProfileError": "hotline_rules.profile.loader",
    "check_profile": "hotline_rules.profile.loader",
    "list_profiles": "hotline_rules.profile.bundled",
    "load_profile": "hotline_rules.profile.loader",
    "profile_schema": "hotline_rules.profile.jsonschema",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415 - part of importing late

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value
