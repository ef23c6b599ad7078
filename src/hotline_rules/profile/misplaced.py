"""An entry that stands in the wrong section: one report instead of one for each key."""

from hotline_rules.diagnostics import Diagnostic, Text, codes, diagnostic
from hotline_rules.profile.node import Node
from hotline_rules.profile.schema_measures import Measure
from hotline_rules.profile.schema_rules import Change, Ladder, Rule

_SECTIONS = {"rules": (Rule, Change), "ladders": (Ladder,), "measures": (Measure,)}
_ENOUGH = 3  # keys that every kind of entry has do not tell where one belongs


def belongs_in(entry: Node) -> str | None:
    """Return the section whose form an entry has, when it stands in another."""
    if len(entry.path) != 2 or not isinstance(entry.value, dict):
        return None
    here, given = entry.path[0], set(entry.value)
    if here not in _SECTIONS or _fits(given, str(here)):
        return None
    others = (section for section in _SECTIONS if section != here)
    return next((section for section in others if _fits(given, section)), None)


def report_misplaced(entry: Node, section: str) -> Diagnostic:
    """Return the report of an entry that belongs in another section.

    Diagnostics:
        UNKNOWN_KEY.
    """
    here, name = entry.path
    return diagnostic(
        codes.UNKNOWN_KEY,
        entry.place,
        Text(
            f"`{name}` 放错了地方：这里是 `{here}`，它的写法是 `{section}` 里的",
            f"`{name}` stands in `{here}` but has the form of `{section}`",
        ),
        why=Text(
            f"一条写在哪一节，就按哪一节的写法来读；`{here}` 不认识它的大部分键",
            f"an entry is read as its section says; `{here}` does not know its keys",
        ),
        fix=Text(
            f"把这一条整个移到 `{section}:` 下面，缩进不变",
            f"move the whole entry to `{section}:`, indented as it is",
        ),
    )


def _fits(given: set[str], section: str) -> bool:
    if len(given) < _ENOUGH:
        return False
    return any(
        given <= {field.alias or name for name, field in model.model_fields.items()}
        for model in _SECTIONS[section]
    )
