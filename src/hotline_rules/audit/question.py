"""What was asked of a run, written down before anything is done.

A run that goes on where another was broken off must have been asked the same, or half
of its tables would answer another question. Audits and batches have this in common.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules import __version__
from hotline_rules.adapters.gather import storable
from hotline_rules.audit.disk import digest_of_file, json_bytes, replace_bytes
from hotline_rules.audit.errors import AuditError
from hotline_rules.calendar import date_of_day
from hotline_rules.diagnostics import Text, reason_of
from hotline_rules.evaluate.output import ENGINE_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.calendar import WorkingCalendar
    from hotline_rules.profile import Profile

FORMAT = 1
ASKED = "run.json"
_CHECK = Text("核对文件名和目录", "check the path")


def shown_names(files: Sequence[Path]) -> dict[str, str]:
    """What to call each file, by its path: its name, unless two have the same.

    Where an export lay on the machine of one auditor is nothing to another.
    """
    each = dict.fromkeys(files)
    names = Counter(path.name for path in each)
    return {
        storable(str(path)): storable(path.name if names[path.name] == 1 else str(path))
        for path in each
    }


def describe_rules(
    profile: Profile, name: str, calendar: WorkingCalendar
) -> dict[str, Any]:
    """By which versions, rules and calendar is judged.

    Args:
        profile: with the readings in use.
        name: as it was given: a bundled id or a path.
        calendar: that of the profile, as announced by the instant of knowledge.
    """
    known = calendar.known_until
    return {
        "format": FORMAT,
        "package": __version__,
        "engine": ENGINE_VERSION,
        "profile": {
            "id": profile.id,
            "title": profile.title,
            "digest": profile.digest,
            "file": Path(name).name,
            "readings": {one.code: one.chosen for one in profile.rulebook.readings},
        },
        "calendar": {
            "id": calendar.id,
            "digest": calendar.digest,
            "known_until": None if known is None else date_of_day(known).isoformat(),
        },
    }


def describe_inputs(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Each file by the name it is shown by, with its digest and size in bytes.

    Raises:
        AuditError: one cannot be read.
    """
    named = zip(dict.fromkeys(files), shown_names(files).values(), strict=True)
    return [_input(path, name) for path, name in named]


def _input(path: Path, name: str) -> dict[str, Any]:
    try:
        digest, size = digest_of_file(path)
    except FileNotFoundError:
        raise AuditError(
            Text(f"没有 {path} 这个文件", f"there is no file {path}"), _CHECK
        ) from None
    except OSError as error:
        why = reason_of(error)
        raise AuditError(
            Text(f"读不了 {path}：{why.zh}", f"cannot read {path}: {why.en}"), _CHECK
        ) from None
    return {"file": name, "digest": digest, "bytes": size}


def begin(folder: Path, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write down what is asked, or compare it with what was; answer what was.

    The same may be asked in other words: a run keeps the command it was begun with,
    and calls the exports as they were called then.

    Raises:
        AuditError: the directory holds a run of which something else was asked, or
            something that is no run.
    """
    data, path = json_bytes(asked), folder / ASKED
    try:
        before = path.read_bytes()
    except FileNotFoundError:
        _refuse_strangers(folder)
        replace_bytes(path, data)
        return asked
    was = _read(before)
    if was is None:
        raise _other_run(folder, [ASKED])
    differ = _differences(_question(was), _question(asked))
    if differ:
        raise _other_run(folder, differ)
    return was


def _question(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What must be the same to go on: not its words, nor where the exports lie."""
    inputs = asked.get("inputs")
    plain = [
        {key: one[key] for key in one if key != "file"}
        if isinstance(one, dict)
        else one
        for one in (inputs if isinstance(inputs, list) else [])
    ]
    return {**asked, "command": None, "inputs": plain}


def _read(written: bytes) -> dict[str, Any] | None:
    """What was written down; ``None`` where it is damaged."""
    try:
        was = json.loads(written)
    except ValueError:
        return None
    return was if isinstance(was, dict) else None


def _refuse_strangers(folder: Path) -> None:
    """Keep out of a directory that holds something else."""
    found = sorted(x.name for x in folder.iterdir() if not x.name.startswith("."))
    found = [name for name in found if name != ASKED + ".tmp"]
    if found:
        raise AuditError(
            Text(
                f"{folder} 里已有别的文件（{found[0]}），不是一次运行的结果",
                f"{folder} holds other files ({found[0]}) and is no run",
            ),
            Text("用 -o 另给一个新文件夹", "name a new folder with -o"),
        )


def _other_run(folder: Path, differ: Sequence[str]) -> AuditError:
    listed = "；".join(map(_called, differ)), "; ".join(differ)
    return AuditError(
        Text(
            f"{folder} 里是另一次运行的结果，与这次不同之处：{listed[0]}",
            f"{folder} holds another run; what differs: {listed[1]}",
        ),
        Text(
            "用 -o 另给一个文件夹；要接着做原来那次，照原来的命令运行",
            "name another folder with -o; to go on with the other one give its command",
        ),
    )


_CALLED = {
    "package": "程序版本",
    "engine": "引擎版本",
    "profile": "规则",
    "profile.readings": "读法",
    "calendar": "工作日历",
    "mapping": "对照表",
    "inputs": "导出表",
    "options": "选项",
    "options.period": "期间",
    "options.as_of": "判断时刻",
    "options.known_at": "知悉时刻",
    "options.near": "压线的尺度",
    "options.pseudonymised": "密钥",
    "options.reports": "报告",
    "tried": "试的读法",
}


def _called(told: str) -> str:
    """Put in front of a difference what people call the thing that differs."""
    where = told.partition(":")[0].partition("[")[0]
    while where and where not in _CALLED:
        where = where.rpartition(".")[0]
    return f"{_CALLED[where]} {told}" if where else told


def _differences(was: Any, now: Any, where: str = "") -> list[str]:
    """What differs, as ``options.as_of: … → …``."""
    if isinstance(was, dict) and isinstance(now, dict):
        keys: Sequence[str] = list(dict.fromkeys((*was, *now)))
        return [
            told
            for key in keys
            for told in _differences(
                was.get(key), now.get(key), f"{where}.{key}" if where else key
            )
        ]
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return [
            told
            for number, (one, other) in enumerate(zip(was, now, strict=True))
            for told in _differences(one, other, f"{where}[{number + 1}]")
        ]
    if was == now:
        return []
    return [f"{where}: {_short(was)} → {_short(now)}"]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
