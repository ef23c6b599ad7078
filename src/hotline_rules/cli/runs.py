"""What commands ask for and say that write into a folder of their own for long."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.diagnostics.model import Language

_FORMATS = ("parquet", "csv", "jsonl")


def add_run_options(
    parser: argparse.ArgumentParser, tickets: int
) -> argparse._ArgumentGroup:
    """Add the folder, the formats, the processes and the size of parts.

    Args:
        parser: of the command.
        tickets: in a part, unless it is said.

    Returns:
        the group of those about results, for more of them.
    """
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="RUN",
        help="结果文件夹，要用新的 / a folder of its own for the results",
    )
    group = parser.add_argument_group("结果 / results")
    group.add_argument(
        "--format",
        type=_formats,
        default=("parquet",),
        metavar="LIST",
        help="结果表另外写成 csv、jsonl（parquet 总有） / also as csv, jsonl",
    )
    group.add_argument(
        "--jobs",
        type=positive,
        metavar="N",
        help="同时用几个进程，结果不变 / processes; the answer stays the same",
    )
    group.add_argument(
        "--tickets-a-part",
        type=positive,
        default=tickets,
        metavar="N",
        help="每一段多少件，中断后按段接着做 / tickets in a part",
    )
    return group


def _formats(text: str) -> tuple[str, ...]:
    asked = {part.strip() for part in text.split(",")}
    if not asked <= set(_FORMATS):
        message = f"{text!r}: {', '.join(_FORMATS)}"
        raise argparse.ArgumentTypeError(message)
    return tuple(one for one in _FORMATS if one in asked | {"parquet"})


def positive(text: str) -> int:
    """Read a whole number above zero, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        message = f"{text!r}: 要大于零的整数 / a whole number above zero"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def stopped(lang: Language) -> str:
    """What is said when a key was pressed to stop."""
    return (
        "已停下；做好的都留着，用同一条命令接着做\n"
        if lang == "zh"
        else "stopped; what is done is kept, the same command goes on\n"
    )


def file_names(files: Iterable[str]) -> list[str]:
    """Names without the folders of this machine."""
    return [Path(one).name for one in files]
