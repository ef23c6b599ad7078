"""The subcommands, and what happens when one cannot go on."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from hotline_rules import __version__
from hotline_rules.cli.commands import add_commands
from hotline_rules.cli.exits import INTERRUPTED, UNFINISHED, StopRun, UsageError
from hotline_rules.cli.streams import failed, prepare_streams, silence_stdout
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_ERROR = Text("错误：", "error: ")
_EPILOG = """\
示例 / examples:
  hotline-rules evaluate examples/zibo.jsonl --profile zibo \\
      --as-of 2021-03-17T09:00:00+08:00 --format table
  hotline-rules explain examples/zibo.jsonl --profile zibo \\
      --as-of 2021-03-17T09:00:00+08:00 --id ZB-RED
  hotline-rules assess examples/zibo.jsonl --profile zibo --month 2021-03 \\
      --as-of 2021-04-01T09:00:00+08:00
  hotline-rules new 某市 --id moushi
  hotline-rules check my-city.yaml
  hotline-rules test zibo
  hotline-rules scenarios propose zibo -o proposed.yaml
  hotline-rules coverage zibo
  hotline-rules readings zibo
  hotline-rules render zibo -o zibo.html
  hotline-rules generate zibo --count 300 --format csv -o 练习.csv
  hotline-rules calendar 2026 --region CN-GX

退出码 / exit status:
  0 完成 done            1 有输入没能处理 something could not be finished
  2 用法不对 usage        3 规则文件有错 profile invalid
  4 有超期（--fail-on breach）  5 有未定事项（--fail-on undetermined）
"""


def build_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser of a command line.

    Args:
        words: the arguments; only the command they ask for is imported.
    """
    parser = argparse.ArgumentParser(
        prog="hotline-rules",
        description="12345 热线规则引擎：由工单历史和城市规则得出时限、灯、牌、动作。"
        " / Ticket histories and a city profile in; deadlines, lights, cards, actions"
        " and their reasons out.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_commands(commands, words)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line.

    Args:
        argv: the arguments after the program's name; `None` takes the process's own.

    Returns:
        the exit status, one of `cli.exits`.
    """
    prepare_streams()
    words = sys.argv[1:] if argv is None else argv
    parser = build_parser(words)
    options = parser.parse_args(words)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except StopRun as stop:
        return stop.status
    except UsageError as error:
        parser.error(str(error))
    except BrokenPipeError:
        silence_stdout()
        return UNFINISHED
    except OSError as error:  # a full disk, a file that is open elsewhere
        lang = options.lang
        sys.stderr.write(_ERROR.in_(lang) + failed(error).in_(lang) + "\n")
        return UNFINISHED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status
