"""Where the habits are that come with the package: one file for each bundled profile.

They are JSON, read with the standard library, so that benchmarks and tests that need
tickets need nothing else.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.generating.habits import Habits, read_habits
from hotline_rules.generating.reading import HabitsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDER = files("hotline_rules").joinpath("data", "habits")
_COMMON = "common"
_WORDS = "words"


def list_habits() -> tuple[str, ...]:
    """Return the ids that have bundled habits, in alphabetical order."""
    names = [entry.name for entry in _FOLDER.iterdir()]
    found = {name[:-5] for name in names if name.endswith(".json")}
    return tuple(sorted(found - {_COMMON, _WORDS}))


def load_habits(
    id_or_path: str | Path, shares: Mapping[str, float] | None = None
) -> Habits:
    """Read the habits of a city by bundled id, or by the path of a `.json` file.

    Args:
        id_or_path: such as one of `list_habits()`.
        shares: chances that replace those of the file, by name.

    Raises:
        HabitsError: there are none, or something in them is wrong.
    """
    name = str(id_or_path)
    if name.endswith(".json"):
        return read_habits(Path(name).stem, _own(Path(name)), _data(_COMMON), shares)
    if name not in list_habits():
        listed = "、".join(list_habits())
        raise HabitsError(
            name,
            [
                Text(
                    f"没有这个城市的习惯，自带的有：{listed}；也可以写 .json 文件",
                    f"no habits of that name; there are {listed}, or name a .json file",
                )
            ],
        )
    return read_habits(name, _data(name), _data(_COMMON), shares)


def generate_histories(
    city: str, count: int, seed: int, shares: Mapping[str, float] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield histories of a city as docs/histories.md describes them.

    Args:
        city: bundled id, or the path of a `.json` file of habits.
        count: how many.
        seed: the same seed gives the same histories, byte for byte.
        shares: chances that replace those of the file, by name.

    Raises:
        HabitsError: as `load_habits`.
    """
    return load_habits(city, shares).histories(count, seed)


def load_words() -> Mapping[str, Any]:
    """Return the headings and words that exports use."""
    return _data(_WORDS)


def _data(name: str) -> dict[str, Any]:
    text = _FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def _own(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        said = [Text(f"读不出来：{error}", f"cannot be read: {error}")]
        raise HabitsError(str(path), said) from None
    if not isinstance(data, dict):
        said = [Text("应当是一个 JSON 对象", "must be a JSON object")]
        raise HabitsError(str(path), said)
    return data
