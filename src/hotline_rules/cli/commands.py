"""The subcommands: names, one line each, and the modules that hold them.

A run imports the module of its own command only, and the list that `--help` prints
none: the lines stand here. Worker processes, which import this program anew, come by
without any.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

COMMANDS = {
    "evaluate": "判断工单 / judge histories as of an instant",
    "replay": "逐时重放 / list every change over time",
    "explain": "说明理由 / explain one history",
    "assess": "按单位按月考核 / units and months, bulletins",
    "audit": "审核导出表，逐张牌列出依据 / replay exports, defend every card",
    "batch": "成批判断事件表，写出结果表 / judge tables of events by the million",
    "spark": "在 Spark 集群上判断事件表 / judge a table of events on a Spark cluster",
    "check": "检查规则文件 / check profiles",
    "test": "用案例核对规则 / try a profile with its scenarios",
    "scenarios": "提议缺少的案例 / propose the cases that are lacking",
    "coverage": "每一条款落在哪里 / clauses against rules and golden cases",
    "diff": "规则改了什么、影响哪些工单 / what a change of the rules does",
    "new": "新建一个城市的规则，或抄一份自带的来改 / rules of a new city",
    "readings": "有争议的条款有哪些读法 / readings of disputed clauses",
    "render": "把规则打印成中文文件 / a profile as a document to sign",
    "import": "把导出的表变成历史 / exports to histories",
    "verify": "复核一次审核的结果 / check the report of an audit again",
    "generate": "编造工单和导出表，供练习和测试 / made-up tickets and exports",
    "calendar": "看一年的工作日历；核对、起草放假通知 / a year, a check, a draft",
    "schema": "编辑器提示用的 JSON Schema / JSON Schemas for editors",
}
# A keyword, and a name by which pytest would take the module for its own.
_MODULES = {"import": "import_", "test": "testing"}


def module_of(command: str) -> str:
    """Return the name of the module whose `add_parser` makes the command."""
    return f"{__package__}.{_MODULES.get(command, command)}"


def add_commands(parsers: _Parsers, words: Iterable[str]) -> None:
    """Add all the commands, the one that is asked for with its arguments.

    Args:
        parsers: where they are added.
        words: the arguments of the program; no option before the command takes a
            value, so the first that is no option is the command.
    """
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, line in COMMANDS.items():
        if name == asked:
            import_module(module_of(name)).add_parser(parsers, line)
        else:
            parsers.add_parser(name, help=line)
