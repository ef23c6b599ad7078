"""From a file to a mapping, or to every fault of its text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Texts
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hotline_rules.adapters.mapping.checks import check_meaning, unconfirmed
from hotline_rules.adapters.mapping.columns import find_columns
from hotline_rules.adapters.mapping.names import Names, names_of
from hotline_rules.adapters.mapping.plan import Plan, plan_of
from hotline_rules.adapters.mapping.reader import RowReader
from hotline_rules.adapters.mapping.shapes import MappingModel
from hotline_rules.adapters.model import Finding
from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import (
    Diagnostic,
    FaultyFileError,
    Text,
    codes,
    diagnostic,
    has_errors,
    sort_diagnostics,
)
from hotline_rules.profile.bundled import open_profile
from hotline_rules.profile.node import word_of
from hotline_rules.profile.shape import check_against
from hotline_rules.profile.source import read_yaml

if TYPE_CHECKING:
    from hotline_rules.adapters.model import Sheet
    from hotline_rules.profile import Profile
    from hotline_rules.profile.node import Node

Lines = Texts[str, Sequence[str]]
_SHOWN = 20  # headings that are named in a note


class MappingError(FaultyFileError):
    """A mapping with errors, or one that does not fit the headings of a file."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mapping:
    """What the columns of an export mean; made by `load_mapping` only.

    Attributes:
        path: of the file, as it was given.
        digest: `sha256:…` over its text; line ends of any kind are the same.
        zone: IANA name of the zone of times without an offset.
        rows: `ticket` or `event`.
        repeated: which of two rows of one id that contradict each other is used.
        diagnostics: warnings and notes, in order of place; never an error.
        lines: of the file, by its name, to show diagnostics with.
    """

    path: str
    digest: str
    zone: str
    rows: str
    repeated: Literal["first", "last"]
    diagnostics: tuple[Diagnostic, ...]
    lines: Lines = field(repr=False)
    _plan: Plan = field(repr=False)
    _names: Names = field(repr=False)

    @property
    def renamed(self) -> frozenset[str]:
        """Names of units, old and present, of which the mapping says what to do."""
        units = self._plan.units
        return frozenset((*units, *(one.name for one in units.values())))

    @property
    def given(self) -> dict[str, frozenset[str]]:
        """The types of events that it tells, each with the keys that it carries."""
        plan, found = self._plan, dict[str, frozenset[str]]()
        told = [*plan.events]
        if plan.operations is not None:
            told += [one for one in plan.operations.values.values() if one is not None]
        for one in told:
            keys = frozenset((*one.payload, *plan.payload))
            found[one.type] = found.get(one.type, frozenset()) | keys
        return found

    @property
    def given_attributes(self) -> frozenset[str]:
        """The facts of a ticket that it tells."""
        return frozenset(self._plan.attributes)

    def reader(
        self, sheet: Sheet, findings: Callable[[Finding], None] | None = None
    ) -> RowReader:
        """Bind the mapping to the headings of one sheet.

        Args:
            sheet: opened; only its headings are looked at.
            findings: told of the columns that are not used.

        Returns:
            what makes of each `Row` of that sheet a `Piece` or a `SetAside`; it raises
            for no row.

        Raises:
            MappingError: a heading that the mapping names is not there.
        """
        columns, found = find_columns(self._plan, sheet)
        if found:
            raise MappingError(sort_diagnostics(found), self.lines)
        if findings is not None:
            used = {sheet.headings[index] for index in columns.used()}
            unused = [one for one in sheet.headings if one not in used]
            if unused:
                findings(_dropped(sheet, unused, self._plan.ignored))
        return RowReader(self._plan, self._names, columns, Zone.load(self.zone))


def load_mapping(path: str | Path, *, profile: Profile | None = None) -> Mapping:
    """Load a mapping from a file.

    Args:
        path: of a YAML file.
        profile: the rules that are to judge; with them the events and facts that the
            city adds are known. Without them the mapping lists such names in `words`.

    Raises:
        MappingError: when the mapping has an error; it carries every fault found.
    """
    mapping, found, lines = check_mapping(path, profile=profile)
    if mapping is None:
        raise MappingError(found, lines)
    return mapping


def check_mapping(
    source: str | Path | bytes,
    *,
    name: str = "mapping.yaml",
    profile: Profile | None = None,
) -> tuple[Mapping | None, list[Diagnostic], dict[str, list[str]]]:
    """Check a mapping; raise for no content at all.

    Args:
        source: a path, or the bytes of a mapping.
        name: what to call the bytes in reports.
        profile: as in `load_mapping`.

    Returns:
        the mapping (`None` when there is an error), every fault in order of place, and
        the lines of the file by its name.

    Diagnostics:
        those of `read_yaml`, `check_against` and `check_meaning`, UNCONFIRMED,
        FILE_NOT_FOUND, FILE_UNREADABLE.
    """
    if not isinstance(source, bytes):
        name = str(source)
        file = open_profile(Path(source))
        if isinstance(file, Diagnostic):
            return None, [file], {}
        source = file.data
    root, found, lines = read_yaml(name, source)
    if root is None:
        return None, found, {name: lines}
    opened = unconfirmed(root)
    left_open = {d.span for d in opened}
    shape = check_against(root, MappingModel.model_validate, _not_a_mapping)
    found += opened
    found += [d for d in shape if d.span not in left_open]
    subject = word_of(root.child("subject") or root)
    words = root.child("words")
    own = [] if words is None else [word_of(node) for node in words.children()]
    names = names_of(profile, own, subject if subject in _OTHERS else "ticket")
    if not has_errors(shape):
        found += check_meaning(root, names)
    found = sort_diagnostics(found)
    if has_errors(found):
        return None, found, {name: lines}
    plan = plan_of(root)
    mapping = Mapping(
        path=name,
        digest=_digest(lines),
        zone=plan.zone,
        rows=plan.rows,
        repeated=plan.repeated,
        diagnostics=tuple(found),
        lines={name: lines},
        _plan=plan,
        _names=names,
    )
    return mapping, found, {name: lines}


_OTHERS = ("unit", "knowledge_item")


def _digest(lines: Sequence[str]) -> str:
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def _not_a_mapping(root: Node) -> Diagnostic:
    kind = root.kind()
    return diagnostic(
        codes.NOT_A_MAPPING,
        root.span,
        Text(
            f"对照表的最外层是{kind.zh}", f"the mapping holds {kind.en} instead of keys"
        ),
        why=Text(
            "对照表最外层是一组键：format、rows、zone、id、attributes、events 等",
            "a mapping is a block of keys: format, rows, zone, id, events …",
        ),
        fix=Text(
            "用 hotline-rules import --guess 文件 生成一份来改",
            "let `hotline-rules import --guess FILE` propose one",
        ),
    )


def _dropped(sheet: Sheet, unused: list[str], ignored: Sequence[str]) -> Finding:
    """Tell which columns are not read; those knowingly ignored are only counted."""
    unnamed = [one for one in unused if one not in ignored]
    shown = "、".join(unnamed[:_SHOWN]), ", ".join(unnamed[:_SHOWN])
    zh = f"有 {len(unused)} 列没有读入"
    en = f"{len(unused)} columns were not read"
    if unnamed:
        zh += f"，其中对照表没有提到的：{shown[0]}"
        en += f"; the mapping says nothing of: {shown[1]}"
    where = sheet.file if sheet.sheet is None else f"{sheet.file}[{sheet.sheet}]"
    text = Text(f"{where}：{zh}", f"{where}: {en}")
    return Finding("columns-not-read", None, None, None, text)
