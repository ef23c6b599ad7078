"""From the name of a profile to its rulebook, or to every fault of its text."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from hotline_rules.diagnostics import (
    Diagnostic,
    FaultyFileError,
    Severity,
    Span,
    Text,
    codes,
    diagnostic,
    has_errors,
    sort_diagnostics,
)
from hotline_rules.profile.bundled import OpenProfile, open_profile
from hotline_rules.profile.calendar_section import compile_calendars
from hotline_rules.profile.carriers import Carrier, find_carriers
from hotline_rules.profile.compiler import compile_profile
from hotline_rules.profile.echoes import one_report_each
from hotline_rules.profile.shape import check_register, check_shape
from hotline_rules.profile.source import Node, read_yaml
from hotline_rules.profile.switches import Switch, find_switches
from hotline_rules.rulebook import Rulebook

OutsideValidity = Literal["profile", "apply"]
Lines = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """A city's rules, ready to judge histories; made by `load_profile` only.

    Attributes:
        id: the profile's `city`.
        title: in Chinese, as the profile says.
        rulebook: the compiled rules; plain data.
        carriers: what in the profile cites which clauses, in the order of the file.
        switches: what readings decide, with what it would be under the others.
        digest: `sha256:…` over the text of the profile and its registers (line ends
            of any kind are the same) and the readings in use.
        diagnostics: warnings and notes, in order of place; never an error.
        lines: the lines of every file that was read, by name, to show them with.
    """

    id: str
    title: str
    rulebook: Rulebook
    digest: str
    carriers: tuple[Carrier, ...] = field(default=(), repr=False)
    switches: tuple[Switch, ...] = field(default=(), repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: Lines = field(default_factory=dict, repr=False)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was probably not meant."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.WARNING)


class ProfileError(FaultyFileError):
    """A profile with errors."""


def load_profile(
    id_or_path: str | Path,
    *,
    readings: Mapping[str, str] | None = None,
    outside_validity: OutsideValidity | None = None,
) -> Profile:
    """Load a bundled profile by its id, or a profile from a file.

    Args:
        id_or_path: such as `zibo`, or the path of a YAML file.
        readings: options of disputed clauses to use instead of the profile's own, by
            code, such as `{"T01": "end_roll_same_time"}`.
        outside_validity: `apply` applies documents also outside the days they are in
            force, flagged; `profile` (or None) does as the profile says.

    Raises:
        ProfileError: when the profile has an error; it carries every fault found.
        TypeError: `readings` is no mapping of texts to texts.
        ValueError: `outside_validity` is another word.

    Example:
        >>> load_profile("zibo").id
        'zibo'
    """
    profile, found, lines = check_profile(
        id_or_path, readings=readings, outside_validity=outside_validity
    )
    if profile is None:
        raise ProfileError(found, lines)
    return profile


def check_profile(
    source: str | Path | bytes,
    *,
    name: str = "profile.yaml",
    readings: Mapping[str, str] | None = None,
    outside_validity: OutsideValidity | None = None,
    proofs: bool = False,
) -> tuple[Profile | None, list[Diagnostic], dict[str, list[str]]]:
    """Check a profile and compile it if nothing is wrong; raise for no content at all.

    Args:
        source: a bundled id, a path, or the bytes of a profile.
        name: what to call the bytes in reports.
        readings: as in `load_profile`.
        outside_validity: as in `load_profile`.
        proofs: whether to look for contradictions that only show on some days or for
            some tickets, too; it takes some seconds.

    Returns:
        the profile (None when there is an error), every fault in order of place, and
        the lines of the files that were read, by name.
    """
    _usable(readings, outside_validity)
    opened = _opened(source, name)
    if isinstance(opened, Diagnostic):
        return None, [opened], {}
    text = OpenedProfile(opened)
    profile, found = text.check(readings, outside_validity or "profile", proofs=proofs)
    return profile, found, text.lines


def _usable(readings: object, outside_validity: object) -> None:
    """Refuse arguments that could only be meant otherwise.

    Raises:
        TypeError: `readings` is no mapping of codes to options.
        ValueError: `outside_validity` is another word than the two.
    """
    if readings is not None and not (
        isinstance(readings, Mapping)
        and all(isinstance(one, str) for pair in readings.items() for one in pair)
    ):
        raise TypeError(
            "`readings` maps codes to options, such as "
            f'{{"T01": "end_roll_same_time"}}, not {readings!r}'
        )
    if outside_validity not in (None, "profile", "apply"):
        raise ValueError(
            f'`outside_validity` is "profile" or "apply", not {outside_validity!r}'
        )


def _opened(source: str | Path | bytes, name: str) -> OpenProfile | Diagnostic:
    if isinstance(source, bytes):
        return OpenProfile(name, source, Path(name).parent)
    return open_profile(source)


class OpenedProfile:
    """A profile read once, to be compiled for one choice of readings after another.

    Attributes:
        lines: the lines of every file that was read, by name.
    """

    def __init__(self, opened: OpenProfile) -> None:
        self.lines: dict[str, list[str]] = {}
        self._opened = opened
        self._found: list[Diagnostic] = []
        self._texts: list[bytes] = []
        self._root = self._read(opened.name, opened.data)
        self._registers: dict[str, Node] = {}
        if self._root is not None:
            self._found += check_shape(self._root, mends_keys=True)
            if isinstance(self._root.value, dict):
                self._registers = self._read_registers(self._root)

    @classmethod
    def read(cls, id_or_path: str | Path) -> "OpenedProfile":
        """Read a bundled profile by its id, or a profile from a file.

        Raises:
            ProfileError: when there is none; faults inside it come with `compile`.
        """
        opened = open_profile(id_or_path)
        if isinstance(opened, Diagnostic):
            raise ProfileError([opened], {})
        return cls(opened)

    def compile(
        self,
        readings: Mapping[str, str] | None = None,
        outside_validity: OutsideValidity = "profile",
    ) -> Profile:
        """Compile the profile with some readings.

        Raises:
            ProfileError: when the profile has an error; it carries every fault found.
        """
        profile, found = self.check(readings, outside_validity)
        if profile is None:
            raise ProfileError(found, self.lines)
        return profile

    def check(
        self,
        readings: Mapping[str, str] | None,
        outside_validity: OutsideValidity,
        *,
        proofs: bool = False,
    ) -> tuple[Profile | None, list[Diagnostic]]:
        """Compile the profile, or return None; and every fault in order of place."""
        root = self._root
        if root is None or not isinstance(root.value, dict):
            return None, sort_diagnostics(self._found)
        rulebook, faults = compile_profile(
            root,
            registers=self._registers,
            calendars=compile_calendars,
            readings=readings,
            outside_validity=outside_validity,
            proofs=proofs,
        )
        first = [d for d in self._found if d.severity is Severity.ERROR]
        faults = without_echoes(one_report_each(faults, root), first, root)
        found = sort_diagnostics([*self._found, *faults])
        if rulebook is None or has_errors(found):
            return None, found
        return self._profile(rulebook, root, found), found

    def _profile(
        self, rulebook: Rulebook, root: Node, found: Sequence[Diagnostic]
    ) -> Profile:
        return Profile(
            id=rulebook.id,
            title=rulebook.title,
            rulebook=rulebook,
            digest=_digest(self._texts, rulebook),
            carriers=tuple(find_carriers(root)),
            switches=tuple(find_switches(root)),
            diagnostics=tuple(found),
            lines=self.lines,
        )

    def _read(self, name: str, data: bytes) -> Node | None:
        root, found, lines = read_yaml(name, data)
        self._found += found
        self.lines[name] = lines
        self._texts.append(data)
        return root

    def _read_registers(self, root: Node) -> dict[str, Node]:
        """Read the clause registers the documents name, each once, by the path named.

        A register that is missing or cannot be read is reported and left out.
        """
        registers: dict[str, Node] = {}
        documents = root.child("documents")
        seen: set[str] = set()
        for document in documents.children() if documents else ():
            clauses = document.child("clauses")
            if clauses is None or not isinstance(clauses.value, str):
                continue
            if clauses.value in seen:
                continue
            seen.add(clauses.value)
            beside = self._opened.read_beside(clauses.value)
            if isinstance(beside, Diagnostic):
                self._found.append(_at(beside, clauses.span))
            elif (register := self._read(*beside)) is not None:
                self._found += check_register(register)
                registers[clauses.value] = register
        return registers


def _at(fault: Diagnostic, span: Span) -> Diagnostic:
    return diagnostic(
        codes.FILE_NOT_FOUND,
        span,
        fault.headline,
        why=fault.why
        or Text(
            "登记表列出文件的全部条款，规则的依据要在里面查到",
            "the register lists the clauses of the document, which cites refer to",
        ),
        fix=fault.fix,
    )


def without_echoes(
    faults: Sequence[Diagnostic], first: Sequence[Diagnostic], root: Node
) -> list[Diagnostic]:
    """Leave out faults of meaning that only follow from faults of reading and shape.

    One cause has one report. Left out are: what the compiler says twice; what it says
    about a text that is wrong already; what it misses in a block with a key that could
    not be read; and, as long as a key or value is wrong, that something is unused.

    Args:
        faults: what the compiler found.
        first: the errors of reading and of shape.
        root: the profile's tree.
    """
    spans = [d.span for d in first if d.span]
    maimed = set(_maimed(root, {d.span for d in first}))
    return [
        d
        for d in dict.fromkeys(faults)
        if not (
            (d.span is not None and _inside(d.span, spans))
            or (d.span in maimed and d.code in _MISSING)
            or (spans and d.code in _UNUSED)
        )
    ]


_MISSING = {
    codes.INSTANCES_UNSAID.slug,
    codes.MISSING_CITE.slug,
    codes.MISSING_KEY.slug,
    codes.SETTING_MISSING.slug,
}
_UNUSED = {
    codes.BEYOND_ANNOUNCED.slug,
    codes.DOCUMENT_ENDS.slug,
    codes.NEVER_HAPPENS.slug,
    codes.NOT_UNDERSTOOD.slug,
    codes.SETTING_UNUSED.slug,
    codes.STEP_UNREACHED.slug,
    codes.UNCITED_CLAUSE.slug,
    codes.UNUSED_NAME.slug,
    codes.UNUSED_READING.slug,
}


def _maimed(node: Node, wrong: set[Span | None]) -> Iterator[Span]:
    """Yield the places of entries that are wrong, or have a key nobody could read."""
    if (
        node.broken
        or node.span in wrong
        or any(child.key_span in wrong for child in node.children())
    ):
        yield node.place
    for child in node.children():
        yield from _maimed(child, wrong)


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(
        s.file == span.file
        and (s.line, s.column) <= (span.line, span.column)
        and (span.end_line, span.end_column) <= (s.end_line, s.end_column)
        for s in spans
    )


def _digest(texts: Sequence[bytes], rulebook: Rulebook) -> str:
    """Hash the texts and the readings, so that equal digests mean equal rules."""
    digest = hashlib.sha256()
    readings = sorted(f"{r.code}={r.chosen}" for r in rulebook.readings)
    choices = "\n".join([*readings, f"outside={rulebook.outside_validity}"])
    for part in (*texts, choices.encode()):
        part = part.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return f"sha256:{digest.hexdigest()}"
