"""The coverage report for a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hotline_rules.coverage import words
from hotline_rules.coverage.model import ClauseCover, Coverage, Tally
from hotline_rules.diagnostics.model import Language
from hotline_rules.diagnostics.render import display_width
from hotline_rules.rulebook import Clause

Sources = Mapping[str, Sequence[str]]  # lines of the documents' texts, by document id
_FEW = 3  # so many witnesses are named where there are many clauses


def summary(coverage: Coverage, lang: Language) -> Iterator[str]:
    """Yield the lines of a table for each document, then the gaps and failures."""
    yield f"{coverage.profile}  {coverage.title}"
    for number, document in enumerate(coverage.documents):
        yield ""
        yield f"{document.id}  {document.title}"
        rows = [tally_cells(tally, lang) for tally in coverage.tallies(number)]
        yield from _table([[head.in_(lang) for head in words.COLUMNS], *rows])
    yield ""
    yield from problems(coverage, lang)


def tally_cells(tally: Tally, lang: Language) -> list[str]:
    """Return a row of the summary."""
    name = words.ALL if tally.kind == "all" else words.class_name(tally.kind)
    numbers = (
        *(tally.clauses, tally.computable, tally.carried, tally.tested),
        *(tally.excused, tally.gaps),
    )
    return [name.in_(lang), *map(str, numbers)]


def problems(coverage: Coverage, lang: Language) -> Iterator[str]:
    """Yield what is not accounted for, and golden cases that do not hold."""
    if coverage.is_green:
        yield words.NO_GAP.in_(lang)
    if coverage.gaps:
        yield f"{words.GAPS_ARE.in_(lang)}{words.COLON.in_(lang)}{len(coverage.gaps)}"
    for cover in coverage.gaps:
        gap = words.GAPS[cover.gap or ""].in_(lang)
        yield f"  {_named(cover.clause, lang)} —— {gap}"
    if coverage.failures:
        failing = f"{words.FAILING.in_(lang)}{words.COLON.in_(lang)}"
        yield f"{failing}{len(coverage.failures)}"
    for outcome in coverage.failures:
        yield f"  {outcome.scenario}"
        yield from (f"    {one.at} {one.text.in_(lang)}" for one in outcome.faults)


def details(
    coverage: Coverage,
    covers: Iterable[ClauseCover],
    lang: Language,
    *,
    sources: Sources,
    all_witnesses: bool,
) -> Iterator[str]:
    """Yield the lines about each clause: its text, what carries it, what tests it.

    Args:
        coverage: the clauses belong to it.
        covers: which clauses to tell of.
        lang: the language of the labels.
        sources: texts to show the clauses of.
        all_witnesses: name every golden case, not only a few of many.
    """
    for cover in covers:
        clause = cover.clause
        kind = words.class_name(clause.kind).in_(lang)
        computable = words.COMPUTABLE[clause.computable].in_(lang)
        yield f"{_named(clause, lang)}  [{kind}, {computable}]"
        document = coverage.documents[clause.document].id
        if (text := line_of(clause, sources.get(document, ()))) is not None:
            yield f"    {words.SOURCE.in_(lang)} {clause.line}: {text}"
        for carrier in cover.carriers:
            label = words.CARRIERS[carrier.kind].in_(lang)
            place = f"{carrier.file}:{carrier.line}"
            yield f"    {label} {carrier.name}  {carrier.title}  {place}"
        yield from _witnesses(cover, lang, all_witnesses=all_witnesses)
        if clause.no_rule:
            yield f"    {words.REASON.in_(lang)}{words.COLON.in_(lang)}{clause.no_rule}"
        if cover.gap:
            yield f"    !! {words.GAPS[cover.gap].in_(lang)}"


def line_of(clause: Clause, lines: Sequence[str]) -> str | None:
    """Return the line of a document's text in which a clause stands, if it is there."""
    if clause.line is None or not 0 < clause.line <= len(lines):
        return None
    return lines[clause.line - 1].strip()


def _named(clause: Clause, lang: Language) -> str:
    says = clause.gist if lang == "zh" else clause.en or clause.gist
    return f"{clause.id}  {clause.article}  {says}"


def _witnesses(
    cover: ClauseCover, lang: Language, *, all_witnesses: bool
) -> Iterator[str]:
    names = [str(outcome.scenario) for outcome in cover.witnesses]
    shown = names if all_witnesses else names[:_FEW]
    for name in shown:
        yield f"    {words.WITNESSES.in_(lang)} {name}"
    if len(names) > len(shown):
        yield f"      {words.AND_MORE.in_(lang).format(len(names))}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *rest = row
        cells = [first + " " * (widths[0] - display_width(first))]
        for cell, width in zip(rest, widths[1:], strict=True):
            cells.append(" " * (width - display_width(cell)) + cell)
        yield "  " + "  ".join(cells)
