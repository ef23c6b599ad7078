"""What is said when nothing of a file can be read: one place for the sentences."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text, codes, diagnostic, reason_of
from hotline_rules.diagnostics.error import FaultyFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.diagnostics import Code


_LONGEST_SAID = 120


class UnreadableFile(FaultyFileError):  # noqa: N818 -- the other rooms know it so
    """A file of which nothing could be read; `diagnostics` say why."""


def refused(code: Code, headline: Text, why: Text | None, fix: Text) -> UnreadableFile:
    """Make the error of one file, to be raised."""
    return UnreadableFile([diagnostic(code, None, headline, why=why, fix=fix)], {})


def unreadable(name: str, why: Text, fix: Text) -> UnreadableFile:
    """Say that a file is there and cannot be read."""
    headline = Text(f"`{name}` 读不出来", f"`{name}` cannot be read")
    return refused(codes.FILE_UNREADABLE, headline, why, fix)


def not_opened(name: str, error: OSError) -> UnreadableFile:
    """Say why the system did not hand out a file."""
    if isinstance(error, FileNotFoundError):
        headline = Text(f"没有 `{name}` 这个文件", f"there is no file `{name}`")
        fix = Text("核对文件名和目录", "check the path")
        return refused(codes.FILE_NOT_FOUND, headline, None, fix)
    if isinstance(error, IsADirectoryError):
        return unreadable(
            name,
            Text("这是一个文件夹", "it is a folder"),
            Text(
                "把里面的文件逐个写出来，或者写成“文件夹/*.csv”",
                "name the files in it, or write `folder/*.csv`",
            ),
        )
    reason = reason_of(error)
    return unreadable(
        name,
        Text(f"系统不让读：{reason.zh}", f"the system says: {reason.en}"),
        Text(
            "核对权限；文件正被别的程序占用时，先关掉那个程序",
            "check the rights, and close the program that holds the file",
        ),
    )


def damaged(name: str, said: str = "") -> UnreadableFile:
    """Say that a file is cut off or damaged.

    Args:
        name: of the file.
        said: what its reader said of it.
    """
    return unreadable(
        name,
        Text(
            "文件不完整或已损坏，读不通" + (f"（{said}）" if said else ""),
            "the file is cut off or damaged" + (f" ({said})" if said else ""),
        ),
        Text(
            "请重新下载或导出；别的程序打得开的话，用它另存为 .xlsx 或 CSV",
            "download or export it again; if another program opens it, save it there "
            "as .xlsx or CSV",
        ),
    )


@contextmanager
def read_by_library(name: str) -> Iterator[None]:
    """Turn whatever a library raises over a damaged file into our one error.

    TRAP: readers written in Rust panic over some damaged files, and a panic is no
    `Exception`. So all is caught here but what stops the program, around calls of
    libraries and nothing else.
    """
    try:
        yield
    except (UnreadableFile, ImportError, MemoryError):
        raise
    except BaseException as error:  # sorted out in the next lines
        panicked = type(error).__name__ == "PanicException"
        if not isinstance(error, Exception) and not panicked:
            raise
        if isinstance(error, OSError) and error.errno is not None:
            raise not_opened(name, error) from None
        first_line = str(error).partition("\n")[0]
        raise damaged(name, first_line[:_LONGEST_SAID]) from None


def empty(name: str) -> UnreadableFile:
    """Say that a file holds nothing."""
    return refused(
        codes.EMPTY_FILE,
        Text(f"`{name}` 是空的", f"`{name}` is empty"),
        None,
        Text("核对是否拿对了文件，或重新导出", "check the file, or export it again"),
    )


def headings_unclear(name: str, why: Text) -> UnreadableFile:
    """Say that the row of the headings was not found, and how to name it."""
    return refused(
        codes.HEADINGS_UNCLEAR,
        Text(f"在 `{name}` 里找不到列名", f"no headings were found in `{name}`"),
        why,
        Text(
            "列名在第几行，就写 --heading-row 几；没有列名的，请先在最上面补一行",
            "say with --heading-row N which row holds them; where there are none, add "
            "them as the first row",
        ),
    )


def without_library(package: str, name: str) -> UnreadableFile:
    """Say which part of the installation reads such files."""
    return refused(
        codes.EXTRA_MISSING,
        Text(
            f"读 `{name}` 需要 {package}，这台电脑上没有安装",
            f"`{name}` is read with {package}, which is not installed",
        ),
        None,
        Text(
            '请安装：pip install "hotline-rules[audit]"',
            'install it: pip install "hotline-rules[audit]"',
        ),
    )
