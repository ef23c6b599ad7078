"""What several subcommands ask for, and the checks of it that argparse cannot make."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.exits import UsageError
from hotline_rules.history.instants import NotAnInstant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.history import LocalZone

_EXAMPLE = "2021-03-09T09:00:00+08:00"


def add_profile_options(
    parser: argparse.ArgumentParser, *, tries_readings: bool = False
) -> None:
    """Add the profile, its readings and its validity."""
    parser.add_argument(
        "--profile",
        required=True,
        metavar="ID|FILE",
        help="规则：自带的编号（如 zibo）或 YAML 文件 / bundled id or YAML file",
    )
    (add_trial_option if tries_readings else add_reading_option)(parser)
    parser.add_argument(
        "--outside-validity",
        choices=("profile", "apply"),
        help="有效期之外：照规则文件，或也适用（apply，带标记） / outside its dates",
    )


def add_reading_option(parser: argparse.ArgumentParser) -> None:
    """Add the readings to use instead of the profile's own."""
    parser.add_argument(
        "--reading",
        "--readings",
        dest="readings",
        action="append",
        default=[],
        type=parse_readings,
        metavar="CODE=OPTION",
        help="换用某条争议条款的另一种读法，可写多次 / another reading of a clause",
    )


def add_trial_option(parser: argparse.ArgumentParser) -> None:
    """Add the readings to use, and those of which every option is to be tried."""
    parser.add_argument(
        "--reading",
        "--readings",
        dest="readings",
        action="append",
        default=[],
        type=_chosen_or_tried,
        metavar="CODE=OPTION|CODE|all",
        help="换用某条争议条款的另一种读法；只写编号，逐一试它的其他读法；"
        "写 all 试全部，看哪些牌取决于读法 / use another reading; a bare code, or"
        " `all`, tries every other option and tells which cards hang on it",
    )


def add_language_option(parser: argparse.ArgumentParser) -> None:
    """Add the language of everything people read."""
    parser.add_argument(
        "--lang",
        choices=("zh", "en"),
        default="zh",
        help="文字用中文（默认）或英文 / language of messages",
    )


def add_input_options(parser: argparse.ArgumentParser) -> None:
    """Add the histories and the zone of times without an offset."""
    parser.add_argument(
        "histories",
        nargs="+",
        metavar="HISTORIES",
        help="历史文件 .jsonl 或 .json，- 为标准输入 / files, - is standard input",
    )
    parser.add_argument(
        "--zone",
        metavar="ZONE",
        help="没写时区的时间属于哪个时区，如 Asia/Shanghai / zone of naive times",
    )


def add_instant_options(
    parser: argparse.ArgumentParser, *, required: bool = True
) -> None:
    """Add the instant of judgement and what was known by when."""
    instant = parser.add_mutually_exclusive_group(required=required)
    instant.add_argument(
        "--as-of",
        metavar="T",
        help=f"判断到哪一刻，如 {_EXAMPLE} / the instant of judgement",
    )
    instant.add_argument(
        "--now",
        action="store_true",
        help="判断到此刻（唯一读取真实时钟的选项） / judge at this moment",
    )
    parser.add_argument(
        "--known-at",
        metavar="T",
        help="只用这一刻已登记的事件、已公布的日历 / only what was recorded by then",
    )


def parse_readings(text: str) -> dict[str, str]:
    """Answer `{"T01": "end_roll_24"}` of `T01=end_roll_24`, or several with commas."""
    readings = {}
    for part in text.split(","):
        code, equals, option = part.strip().partition("=")
        if not (equals and code.strip() and option.strip()):
            message = f"{part!r}: 写成 CODE=OPTION / write CODE=OPTION"
            raise argparse.ArgumentTypeError(message)
        readings[code.strip()] = option.strip()
    return readings


def _chosen_or_tried(text: str) -> dict[str, str] | list[str]:
    """Options to use, or the codes of readings to try."""
    if "=" in text:
        return parse_readings(text)
    return [part.strip() for part in text.split(",") if part.strip()]


def merged_readings(given: list[dict[str, str]]) -> dict[str, str]:
    """Answer all readings given; of two for one code the later one counts."""
    return {code: option for part in given for code, option in part.items()}


def chosen_instant(options: argparse.Namespace, zone: LocalZone | None) -> int:
    """Answer `--as-of`, or the real time for `--now`; argparse saw to it that one is.

    Raises:
        UsageError: when the text is no instant.
    """
    if options.now:
        return int(datetime.now(UTC).timestamp())
    return instant_argument("--as-of", options.as_of, zone)


def check_output(
    name: str | None, inputs: Iterable[str], option: str = "--output"
) -> None:
    """Refuse to write over a file that is read, or where no file can be.

    Args:
        name: what the option gives; `None` and `-` are standard output.
        inputs: files that are read: histories, profiles, cases. What is no file (`-`,
            the id of a bundled profile) cannot be written over.
        option: that gives it.

    Raises:
        UsageError: the file is one of the inputs, or is in no folder.
    """
    if name is None or name == "-":
        return
    output = Path(name)
    if output.is_dir() or not output.parent.is_dir():
        message = f"{option} {output}: 没有这个文件夹，或不是文件 / no such folder"
        raise UsageError(message)
    for read in inputs:
        if output.exists() and Path(read).exists() and output.samefile(read):
            message = f"{option} {name}: 会覆盖输入文件 / would overwrite the input"
            raise UsageError(message)


def instant_argument(option: str, text: str, zone: LocalZone | None) -> int:
    """Answer the instant an option gives.

    Raises:
        UsageError: when the text is no instant.
    """
    try:
        return parse_instant(text, zone)
    except NotAnInstant as error:
        said = {
            "naive": "没有时区，加上 +08:00 或给出 --zone / has no offset: add +08:00",
            "date_only": "只有日期，没有时刻 / is a date without a time of day",
            "out_of_range": "不在 1970 到 2099 年之间 / is not in 1970..2099",
        }.get(error.fault, "不是时间 / is not an instant")
        message = f"{option} {text}: {said}（{_EXAMPLE}）"
        raise UsageError(message) from None
