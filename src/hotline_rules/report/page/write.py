"""The page itself: one file, written as its parts come."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hotline_rules.report.page.book import head
from hotline_rules.report.page.feed import stretches
from hotline_rules.report.page.figures import charts
from hotline_rules.report.page.oddities import findings, set_aside
from hotline_rules.report.page.pack import script_json
from hotline_rules.report.page.part import Part
from hotline_rules.report.page.piece import PieceMaker
from hotline_rules.report.page.title import Title
from hotline_rules.report.page.weighing import weighing
from hotline_rules.report.page.words import FRAME
from hotline_rules.report.reading import period_of
from hotline_rules.report.summary import summarise
from hotline_rules.report.terms import Terms
from hotline_rules.report.weights import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile
    from hotline_rules.report.reading import Run
    from hotline_rules.report.summary import Summary

_END = "</body>\n</html>\n"
_COPIED = 1 << 20


def write_page(
    run: Run,
    path: Path,
    *,
    profile: Profile,
    lang: Language = "zh",
    pieces: Iterable[bytes] | None = None,
) -> None:
    """Write the page of a run.

    Args:
        run: what was judged; its manifest says as of when and for which period.
        path: of the `.html` file; what is there is replaced when the page is whole.
        profile: the one that judged, for titles, articles and documents.
        lang: of the page; titles that a profile gives and what the tables say stay in
            their own language.
        pieces: the parts in their order, where a `PieceMaker` has made them already;
            else they are made of the tables.

    Raises:
        OSError: the file cannot be written.
    """
    _Page(run, profile, lang).write(path, pieces)


@dataclass(slots=True)
class _Seen:
    """What is known of the parts when all have been written."""

    indexes: list[str] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)

    def add(self, part: Part) -> int:
        """Take a part; answer its number."""
        self.indexes.append(part.index)
        self.parts.append((part.tickets, len(part.blocks)))
        self.days += part.days
        return len(self.parts) - 1

    @property
    def range(self) -> tuple[int, int] | tuple[()]:
        """The first and the last local day that anything speaks of."""
        return (min(self.days), max(self.days)) if self.days else ()


class _Page:
    def __init__(self, run: Run, profile: Profile, lang: Language) -> None:
        options = run.manifest["options"]
        self._run = run
        self._lang = lang
        self._profile = profile
        self._as_of = _instant(options["as_of"])
        known = options.get("known_at")
        self._known_at = None if known is None else _instant(known)
        period = period_of(run)
        self._maker = PieceMaker(profile.rulebook, lang, self._known_at, period)
        self._telling = self._maker.telling

    def write(self, path: Path, pieces: Iterable[bytes] | None) -> None:
        """Write the blocks beside, then the page with them at its end.

        The list is of use before the blocks, which are most of the file, are read.
        """
        unfinished = path.with_name(f"{path.name}.part")
        with TemporaryFile() as blocks:
            seen = _Seen()
            made = self._parts() if pieces is None else map(Part.from_bytes, pieces)
            for part in made:
                for piece in _scripts(part, seen.add(part)):
                    blocks.write(piece.encode("ascii"))
            blocks.seek(0)
            with unfinished.open("wb") as out:
                out.write(self._front(seen).encode("utf-8", "replace"))
                _copy(blocks, out)
                out.write(_END.encode("ascii"))
        unfinished.replace(path)

    def _parts(self) -> Iterator[Part]:
        for stretch in stretches(self._run):
            part = self._maker.of_stretch(stretch)
            if part is not None:
                yield part

    def _front(self, seen: _Seen) -> str:
        """Everything before the blocks."""
        terms = Terms(self._profile.rulebook)
        summary = summarise(self._run, terms)
        manifest, profile = self._run.manifest, self._profile
        instants = (self._as_of, self._known_at)
        title = Title(manifest, profile, self._telling, instants)
        told = {key: text.in_(self._lang) for key, text in FRAME.items()}
        known = head(
            self._telling,
            title=title.text,
            as_of=self._as_of,
            days=seen.range,
            parts=seen.parts,
            cards=_effective(summary),
        )
        css, script = _files()
        return (
            _environment()
            .get_template("page.html.j2")
            .render(
                html_lang="zh-CN" if self._lang == "zh" else "en",
                title=title.text,
                subtitle=told["subtitle"],
                facts=title.facts(sum(count for count, _ in seen.parts)),
                footer=list(title.footer()),
                readings=[tuple(one[:4]) for one in known["readings"]],
                weights=weighing(weigh(self._run, terms.zone), self._telling, terms),
                oddities=[
                    (told["findings"], findings(self._run, self._lang)),
                    (told["set_aside"], set_aside(self._run, self._lang)),
                ],
                charts=charts(summary, self._lang, told["nobody"]),
                say=told,
                css=Markup(css),
                style_hash=_hash(css),
                script=Markup(script),
                script_hash=_hash(script),
                head=Markup(script_json(known)),
                indexes=[Markup(one) for one in seen.indexes],
            )
        )


def _instant(text: str) -> int:
    """An instant of the manifest, as UTC seconds."""
    return int(datetime.fromisoformat(text).timestamp())


def _effective(summary: Summary) -> list[str]:
    """Kinds of penalties that occur and are effective."""
    ids = [one.id.split(".") for one in summary.figures if one.id.startswith("cards.")]
    return list(dict.fromkeys(kind for _, kind, _ in ids))


def _scripts(part: Part, number: int) -> Iterable[str]:
    """Words and blocks as elements that no browser runs."""
    named = [(f"w{number}", part.words)]
    named += [(f"b{number}-{i}", block) for i, block in enumerate(part.blocks)]
    return chain.from_iterable(
        ('<script type="text/plain" id="', name, '">', packed, "</script>\n")
        for name, packed in named
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("hotline_rules.report.page"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _files() -> tuple[str, str]:
    """The style, and the scripts as one, which share nothing with the page."""
    from importlib.resources import files  # noqa: PLC0415

    folder: Any = files("hotline_rules.report.page")
    scripts = sorted((folder / "script").iterdir(), key=lambda one: str(one.name))
    text = "\n".join(
        one.read_text("utf-8") for one in scripts if one.name.endswith(".js")
    )
    css = (folder / "page.css").read_text("utf-8")
    return css, f'(() => {{\n"use strict";\n{text}}})();\n'


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode("ascii")


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while chunk := source.read(_COPIED):
        target.write(chunk)
