"""What is said of the files of a batch before they are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 5


def given_again(name: str, first: str) -> Text:
    """Say that a file was given before.

    Args:
        name: as it was given the second time.
        first: as it was given the first time.
    """
    if name == first:
        return Text(
            f"提示：{name} 给了不止一次，只判断一次",
            f"note: {name} was given more than once and is judged once",
        )
    return Text(
        f"提示：{name} 和 {first} 是同一个文件，只判断一次",
        f"note: {name} and {first} are one file, which is judged once",
    )


def nothing_to_judge(names: Sequence[str]) -> Text:
    """Warn of files in which there is nothing.

    Args:
        names: of the files, at least one.
    """
    shown, more = names[:_MOST], len(names) - _MOST
    zh, en = "、".join(shown), ", ".join(shown)
    if more > 0:
        zh, en = f"{zh} 等 {len(names)} 个文件", f"{en} and {more} more"
    return Text(
        f"警告[nothing-to-judge]: {zh} 里一行数据也没有，没有什么可以判断",
        f"warning[nothing-to-judge]: there is nothing to judge in {en}",
    )
