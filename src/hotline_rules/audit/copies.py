"""Copies of the rules in a run directory, so that others can recompute it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.audit.disk import replace_bytes
from hotline_rules.audit.errors import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hotline_rules.profile import Profile

FOLDER = "rules"


def write_copies(profile: Profile, mapping: Any, run: Path) -> list[str]:
    """Copy the profile, its registers and the mapping; answer the names of the copies.

    Line ends become those of Unix, which no digest minds.

    Args:
        profile: that judges.
        mapping: of exports; ``None`` where there is none.
        run: the folder of the run.

    Raises:
        AuditError: the disk is full, or a file cannot be written.
    """
    names = []
    for name, lines in sorted(_files(profile, mapping)):
        path = run / FOLDER / name
        with written(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(path, "\n".join(lines).encode())
        names.append(f"{FOLDER}/{name}")
    return names


def _files(profile: Profile, mapping: Any) -> Iterator[tuple[str, Sequence[str]]]:
    """Names of copies and their lines: a profile finds its registers beside it."""
    yield from _beside(profile.lines)
    if mapping is not None:
        for name, lines in _beside(mapping.lines):
            yield f"mapping/{name}", lines


def _beside(files: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    home = Path(next(iter(files))).parent
    for name, lines in files.items():
        relative = os.path.relpath(name, home)
        inside = not relative.startswith(os.pardir) and not Path(relative).is_absolute()
        yield Path(relative).as_posix() if inside else Path(name).name, lines
