"""Which law holds: whether a document is in force at the instant that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import BoundChange, RulePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence


def law_instant(run: Run, plan: RulePlan | BoundChange, occ: Occurrence) -> int:
    """The instant that decides whether the document of a rule or change is in force."""
    if plan.law_slot is None:
        return occ.at
    return run.law.get((plan.law_slot, occ.unit), occ.at)


def document_flags(
    run: Run, plan: RulePlan | BoundChange, occ: Occurrence, at: int
) -> tuple[str, ...] | None:
    """Flags from the validity of a document; ``None``: not applied."""
    document = run.plan.documents[plan.document]
    if document.is_replaced(at):
        return None  # another document says what holds now
    flags: tuple[str, ...] = ()
    early = document.start is not None and at < document.start
    expired = document.end is not None and at >= document.end
    if early or expired:
        book = run.plan.rulebook
        if book.outside_validity != "apply" and (early or document.refuses_after):
            code = "document-expired" if expired else "not-yet-in-force"
            run.report(code, occ, book.documents[plan.document].id)
            return None
        # The contract has one word for "applied outside the days in force".
        flags = ("rule_expired",)
    for first, last in document.disputed:
        if first <= at < last:
            flags = (*flags, "review")
    return flags
