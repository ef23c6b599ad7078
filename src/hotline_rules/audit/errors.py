"""Why a run stopped: a message for people and what to do about it."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text, ToldError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


class AuditError(ToldError):
    """A run that cannot go on; what is done is kept."""


AGAIN = Text(
    "已经做好的都保留着，排除原因后用同一条命令接着做",
    "what is done is kept: mend the cause, and the same command goes on",
)


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Tell what keeps something from being written in words of people.

    Raises:
        AuditError: the disk is full, or the file cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> AuditError:
    """The error of a file that could not be written."""
    if error.errno in _FULL:
        return AuditError(
            Text(
                f"写 {path} 时磁盘空间不够，或者文件大小到了上限",
                f"no room on the disk for {path}, or a limit on the size of files",
            ),
            AGAIN,
        )
    reason = reason_of(error)
    return AuditError(
        Text(f"写不了 {path}：{reason.zh}", f"cannot write {path}: {reason.en}"), AGAIN
    )
