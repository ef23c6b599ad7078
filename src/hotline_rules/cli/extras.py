"""Commands whose libraries are not installed with the engine."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hotline_rules.cli.exits import UNFINISHED, StopRun

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = frozenset(
    {
        *("duckdb", "pandas", "pyarrow", "pyspark"),
        *("python_calamine", "r4pm", "xlsxwriter"),
    }
)


@contextmanager
def needs_extra(extra: str, lang: str) -> Iterator[None]:
    """Say what to install where a library of an extra is missing.

    Args:
        extra: its name in the package.
        lang: of the message.

    Raises:
        StopRun: one is missing; the message has been written.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        sys.stderr.write(
            f"这条命令要用到 {error.name}，还没有安装。\n"
            f'   请运行 pip install "hotline-rules[{extra}]"\n'
            if lang == "zh"
            else f"this command needs {error.name}, which is not installed:\n"
            f'   pip install "hotline-rules[{extra}]"\n'
        )
        raise StopRun(UNFINISHED) from None
