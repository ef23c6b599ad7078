"""The proofs: checks that search the calendar or all cases, for `check` only.

They cost more than loading a profile for use may cost, so only those who ask for them
run them (`check_profile(…, proofs=True)`, `hotline-rules check`). What they find is as
good as any other finding, and comes in the same run.
"""

from collections.abc import Callable

from hotline_rules.calendar import CalendarData
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.proof import Proof, prepare
from hotline_rules.profile.prove_events import prove_events
from hotline_rules.profile.prove_ladders import prove_ladders
from hotline_rules.profile.prove_order import prove_order
from hotline_rules.profile.prove_rules import prove_rules
from hotline_rules.profile.prove_validity import prove_validity
from hotline_rules.profile.prove_windows import prove_windows

PROOFS: tuple[Callable[[Proof], None], ...] = (
    prove_order,
    prove_windows,
    prove_rules,
    prove_events,
    prove_ladders,
    prove_validity,
)


def run_proofs(
    compiled: Compiled, calendars: tuple[CalendarData, ...], ctx: Context
) -> None:
    """Run all proofs over what could be compiled of a profile."""
    proof = prepare(compiled, calendars, ctx)
    if proof is not None:
        for prove in PROOFS:
            prove(proof)
