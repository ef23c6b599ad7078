"""The coverage report as a page of documentation."""

from collections.abc import Iterable, Iterator, Sequence

from hotline_rules.coverage import words
from hotline_rules.coverage.model import ClauseCover, Coverage
from hotline_rules.coverage.text import Sources, line_of, problems, tally_cells
from hotline_rules.diagnostics.model import Language


def page(
    coverage: Coverage,
    lang: Language,
    *,
    covers: Iterable[ClauseCover] | None = None,
    sources: Sources,
) -> Iterator[str]:
    """Yield the lines of a section of Markdown about one profile.

    Args:
        coverage: what to tell of.
        lang: the language of the labels, and of the clauses where it is recorded.
        covers: only these clauses; all, with the sums and the gaps, when None.
        sources: texts to show the clauses of.
    """
    yield from (f"## {coverage.profile} {coverage.title}", "")
    chosen = coverage.clauses if covers is None else tuple(covers)
    for number, document in enumerate(coverage.documents):
        listed = [cover for cover in chosen if cover.clause.document == number]
        if not listed:
            continue
        yield from (f"### {document.id} {document.title}", "")
        if covers is None:
            rows = [tally_cells(tally, lang) for tally in coverage.tallies(number)]
            yield from _table([[head.in_(lang) for head in words.COLUMNS], *rows])
            yield ""
        yield from _table(_clauses(listed, lang, sources.get(document.id, ())))
        yield ""
    if covers is None:
        yield from problems(coverage, lang)
        yield ""


def _clauses(
    covers: Iterable[ClauseCover], lang: Language, lines: Sequence[str]
) -> Iterator[list[str]]:
    heads = [words.CLAUSE, words.ARTICLE, words.COLUMNS[0], words.SAYS]
    heads += [words.SOURCE] if lines else []
    heads += [words.CARRIED_BY, words.WITNESSES]
    yield [head.in_(lang) for head in heads]
    for cover in covers:
        clause = cover.clause
        says = clause.gist if lang == "zh" else clause.en or clause.gist
        cells = [clause.id, clause.article]
        cells += [words.class_name(clause.kind).in_(lang), says]
        cells += [line_of(clause, lines) or ""] if lines else []
        cells += [_carried(cover, lang), str(len(cover.witnesses) or "")]
        yield cells


def _carried(cover: ClauseCover, lang: Language) -> str:
    parts = [
        f"{words.CARRIERS[carrier.kind].in_(lang)} `{carrier.name}`"
        for carrier in cover.carriers
    ]
    if cover.clause.no_rule:
        parts.append(cover.clause.no_rule)
    if cover.gap:
        parts.append(f"**{words.GAPS[cover.gap].in_(lang)}**")
    return ("，" if lang == "zh" else ", ").join(parts)


def _table(rows: Iterable[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' --- |' * len(row)}"
