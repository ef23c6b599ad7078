"""The files of a batch: which there are, and of what form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hotline_rules.audit.errors import AuditError
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Form = Literal["parquet", "csv", "jsonl"]
_FORMS: dict[str, Form] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def files_of(given: Iterable[Path]) -> list[Path]:
    """The files meant: of a folder all data files in it, by name.

    Raises:
        AuditError: there is no such file, or nothing in a folder.
    """
    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            one
            for one in path.rglob("*")
            if one.is_file()
            and _suffix(one) in _FORMS
            and not any(x.startswith(("_", ".")) for x in one.relative_to(path).parts)
        )
        if not inside:
            raise AuditError(
                Text(
                    f"{path} 里没有 .parquet、.csv 或 .jsonl 文件",
                    f"there is no .parquet, .csv or .jsonl file in {path}",
                ),
                _CHECK,
            )
        found += inside
    return found


def distinct(files: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, Path]]]:
    """Tell files that are given again, be it under another name, from the others.

    Returns:
        the files, each once, in their order; and every later one that is one of them,
        with the one that it is.
    """
    first: dict[object, Path] = {}
    again = []
    for path in files:
        key = _identity(path)
        if key in first:
            again.append((path, first[key]))
        else:
            first[key] = path
    return list(first.values()), again


def _identity(path: Path) -> object:
    """What all names of a file have in common; its path where there is none."""
    try:
        known = path.stat()
    except OSError:
        return path
    # Some file systems number nothing.
    return (known.st_dev, known.st_ino) if known.st_ino else path.resolve()


def refuse_within(given: Iterable[Path], folder: Path) -> None:
    """Refuse to write into a folder of the input, from which it would be read again.

    Args:
        given: files and folders to be read.
        folder: to be written.

    Raises:
        AuditError: the folder lies in one of those given, or is one.
    """
    for path in given:
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise AuditError(
                Text(
                    f"结果文件夹 {folder} 在数据文件夹 {path} 里，"
                    "再次运行时会把结果当成数据",
                    f"{folder} lies in {path}: results would be read as events",
                ),
                Text("用 -o 另给一个文件夹", "give another folder with -o"),
            )


_CHECK = Text("核对文件名和目录", "check the path")


def form_of(files: Sequence[Path]) -> Form:
    """The form of all files, by their names.

    Raises:
        AuditError: a name says nothing, or some are histories and some events.
    """
    forms: dict[Form, Path] = {}
    for path in files:
        form = _FORMS.get(_suffix(path))
        if form is None:
            raise AuditError(
                Text(
                    f"从文件名看不出 {path} 是什么格式",
                    f"the name of {path} does not say what it is",
                ),
                Text(
                    "事件表叫 .parquet 或 .csv，历史叫 .jsonl；后两种可以再加 .gz",
                    "events are called .parquet or .csv, histories .jsonl; the last "
                    "two may also end in .gz",
                ),
            )
        forms.setdefault(form, path)
    if len(forms) > 1:
        one, other, *_ = forms.values()
        raise AuditError(
            Text(
                f"{one.name} 和 {other.name} 格式不同，不能一起判断",
                f"{one.name} and {other.name} are of different forms",
            ),
            Text("每种格式各运行一次", "run each form by itself"),
        )
    return next(iter(forms))


def _suffix(path: Path) -> str:
    suffixes = [one.lower() for one in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        return suffixes[-2] if len(suffixes) > 1 else ""
    return suffixes[-1] if suffixes else ""
