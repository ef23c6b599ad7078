"""From the node tree of a profile to its rulebook, with all faults of meaning."""

from collections.abc import Mapping
from typing import Literal

from hotline_rules.diagnostics import Diagnostic
from hotline_rules.profile.node import Node
from hotline_rules.rulebook import Rulebook


def compile_profile(
    root: Node,
    *,
    registers: Mapping[str, Node],
    calendars: object = None,
    readings: Mapping[str, str] | None = None,
    outside_validity: Literal["profile", "apply"] = "profile",
) -> tuple[Rulebook | None, list[Diagnostic]]:
    """Compile a profile and report every fault of its meaning at once.

    Args:
        root: the profile's tree, its shape already checked.
        registers: trees of the clause registers, by the path that the profile's
            ``clauses`` key gives.
        calendars: where the days of ``CN`` and other built-in calendars come from.
        readings: options asked for instead of the profile's own, by code.
        outside_validity: ``apply`` applies documents outside their days, flagged.

    Returns:
        the rulebook, or None when there is an error; and the faults in the order of
        the file.
    """
    raise NotImplementedError
