"""The files of a run against what its manifest says of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.model import Finding
from hotline_rules.diagnostics import Text, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_BLOCK = 1 << 20


def digest(path: Path) -> str:
    """``sha256:…`` of the bytes of a file.

    Raises:
        OSError: it cannot be read.
    """
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return f"sha256:{found.hexdigest()}"


def check_outputs(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Name every file of a run that is gone or was changed since."""
    for one in manifest["outputs"]:
        yield from _compare(folder / one["file"], str(one["file"]), one["digest"])


def check_inputs(
    manifest: Mapping[str, Any], given: Sequence[Path]
) -> Iterator[Finding]:
    """Name every input that was changed, is missing, or was not judged."""
    listed = {str(one["file"]): one for one in manifest["inputs"]}
    paths = {name: given_as(name, given) for name in listed}
    for name, path in paths.items():
        if path is not None:
            yield from _compare(path, name, listed[name]["digest"])
            continue
        gives = Text("没有交来这个文件", "it was not given")
        yield Finding("input-missing", "input", name, "", gives)
    for path in given:
        if path not in paths.values():
            gives = Text("审核时没有用过这个文件", "the audit did not read it")
            yield Finding("input-unknown", "input", str(path), "", gives)


def given_as(name: str, given: Sequence[Path]) -> Path | None:
    """The file that was given under a name; ``None`` if none was.

    Args:
        name: as the manifest has it, where bytes that are no UTF-8 are written out; one
            with folders must fit whole.
        given: the files.
    """
    for path in given:
        if name in (_written(str(path)), _written(path.name)):
            return path
    return None


def _written(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _compare(path: Path, name: str, owed: str) -> Iterator[Finding]:
    try:
        found = digest(path)
    except OSError as error:
        why = reason_of(error)
        gives = Text(f"读不了：{why.zh}", f"cannot be read: {why.en}")
        yield Finding("file-missing", "file", name, owed, gives)
        return
    if found != owed:
        gives = Text(f"内容变了，现在是 {found}", f"changed: it is {found} now")
        yield Finding("file-changed", "file", name, owed, gives)


def check_balance(manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Add up the rows: read = used + set aside, for each file and in all."""
    balance = manifest["balance"]
    parts = [("", balance), *((one["file"], one) for one in balance["files"])]
    for name, one in parts:
        total = one["used"] + one["set_aside"]
        if one["read"] != total:
            gives = Text(f"用上和放到一边的共 {total} 行", f"{total} rows came of it")
            yield Finding("balance-broken", "balance", name, str(one["read"]), gives)
    for key in ("read", "used", "set_aside"):
        whole = sum(one[key] for one in balance["files"])
        if whole != balance[key]:
            gives = Text(f"各文件加起来是 {whole}", f"the files add up to {whole}")
            yield Finding("balance-broken", "balance", key, str(balance[key]), gives)
    kinds = [one for one in balance.values() if _is_kind(one)]
    for key, owed in (("histories", balance["histories"]), ("rows", balance["used"])):
        found = sum(one[key] for one in kinds)
        if found != owed:
            gives = Text(f"各项加起来是 {found}", f"the parts add up to {found}")
            yield Finding("balance-broken", "balance", key, str(owed), gives)


def _is_kind(part: object) -> bool:
    """Whether a part of the balance says what became of so many histories."""
    return isinstance(part, dict) and {"histories", "rows"} <= part.keys()


def check_counts(
    manifest: Mapping[str, Any], counted: Mapping[str, int]
) -> Iterator[Finding]:
    """Compare the rows of the tables with what the manifest says."""
    owed = {**manifest["counts"]}
    for name, number in counted.items():
        if owed.get(name) != number:
            gives = Text(f"表里有 {number} 行", f"the table has {number} rows")
            yield Finding("count-otherwise", "table", name, str(owed.get(name)), gives)
    balance = manifest["balance"]
    aside = balance["set_aside"] + balance["not_judged"]["histories"]
    sums = {"tickets": balance["judged"]["histories"], "set_aside": aside}
    for name, number in sums.items():
        if counted[name] != number:
            gives = Text(f"核对数目写的是 {number}", f"the balance says {number}")
            yield Finding("count-otherwise", "table", name, str(counted[name]), gives)
