"""Clauses with what carries them and what tests them; sums by document and class."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from hotline_rules.profile.carriers import Carrier
from hotline_rules.rulebook import Clause, Document
from hotline_rules.scenarios import Outcome

Gap = Literal["not_carried", "not_tested", "no_reason"]


@dataclass(frozen=True, slots=True)
class ClauseCover:
    """One clause: what carries it, which golden cases witness it.

    Attributes:
        carriers: entries of the profile that cite it, in the order of the file.
        witnesses: cases that hold and in which something expected cites it, or which
            name it under `clauses`.
    """

    clause: Clause
    carriers: tuple[Carrier, ...]
    witnesses: tuple[Outcome, ...]

    @property
    def is_carried(self) -> bool:
        """Whether something decides by it; a reading without a choice does not."""
        return any(carrier.decides for carrier in self.carriers)

    @property
    def gap(self) -> Gap | None:
        """What is lacking; None when the clause is accounted for."""
        if self.clause.computable == "none":
            return None if self.clause.no_rule else "no_reason"
        if not self.is_carried:
            return "not_carried"
        return None if self.witnesses else "not_tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many clauses of one class, or of all classes, there are of each sort.

    Attributes:
        kind: the class, empty where the register says none; `all` for the sum.
        clauses: all; `computable` and `excused` together are all of them.
        carried, tested: of the computable ones.
        excused: those that cannot be computed and say why.
        gaps: those that are not accounted for.
    """

    kind: str
    clauses: int
    computable: int
    carried: int
    tested: int
    excused: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The clauses of one profile, document by document.

    Attributes:
        profile: id of the profile.
        documents: in the order of the profile.
        clauses: in the order of the registers.
        failures: golden cases that do not hold.
    """

    profile: str
    title: str
    documents: tuple[Document, ...]
    clauses: tuple[ClauseCover, ...]
    failures: tuple[Outcome, ...]

    @property
    def gaps(self) -> tuple[ClauseCover, ...]:
        """The clauses that are not accounted for."""
        return tuple(cover for cover in self.clauses if cover.gap is not None)

    @property
    def is_green(self) -> bool:
        """Whether every clause is accounted for and every golden case holds."""
        return not self.gaps and not self.failures

    def of(self, document: int) -> tuple[ClauseCover, ...]:
        """Return the clauses of a document, by its index."""
        return tuple(c for c in self.clauses if c.clause.document == document)

    def tallies(self, document: int) -> Iterator[Tally]:
        """Yield the sums of a document: each class in the order met, then all."""
        clauses = self.of(document)
        for kind in dict.fromkeys(cover.clause.kind for cover in clauses):
            yield _tally(kind, (c for c in clauses if c.clause.kind == kind))
        yield _tally("all", clauses)


def _tally(kind: str, covers: Iterable[ClauseCover]) -> Tally:
    listed = tuple(covers)
    computable = [c for c in listed if c.clause.computable != "none"]
    return Tally(
        kind=kind,
        clauses=len(listed),
        computable=len(computable),
        carried=sum(c.is_carried for c in computable),
        tested=sum(bool(c.witnesses) for c in computable),
        excused=len(listed)
        - len(computable)
        - sum(c.gap == "no_reason" for c in listed),
        gaps=sum(c.gap is not None for c in listed),
    )
