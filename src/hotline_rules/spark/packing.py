"""The zip that travels to the executors: the core and one compiled rulebook.

CHOICE: the rulebook goes compiled, with the digest of the text it was made of. An
executor then needs no reader of YAML and no schema, and cannot make another rulebook
of the same text than the one that was checked. The core goes as its own source, so
executors never judge by another version of it than the caller's.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from hotline_rules.evaluate.engine import HasRulebook
    from hotline_rules.rulebook import Rulebook

PACKAGE = "hotline_rules"
ROOMS = (
    "calendar",
    "clock",
    "diagnostics",
    "evaluate",
    "frames",
    "history",
    "rulebook",
    "spark",
)
_RULES = "rules.pickle"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What of a profile decides: all that an executor knows of it.

    Attributes:
        id: of the profile.
        digest: of the profile's text and readings.
        rulebook: the compiled rules.
    """

    id: str
    digest: str
    rulebook: Rulebook


def packed(profile: HasRulebook, *, with_core: bool = True) -> bytes:
    """The zip: the rooms that judge, and the rules. Equal input, equal bytes.

    Args:
        profile: from `load_profile`.
        with_core: without it there are the rules only.
    """
    rules = Rules(profile.id, profile.digest, profile.rulebook)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, _RULES, pickle.dumps(rules, protocol=5))
        for name, module in _modules() if with_core else ():
            _add(archive, name, module.read_bytes())
    return buffer.getvalue()


def name_of(archive: bytes) -> str:
    """A file name that no other zip has; Spark tells its files apart by name."""
    return f"{PACKAGE}-{hashlib.sha256(archive).hexdigest()[:16]}.zip"


def unpacked(path: Path) -> Rules:
    """The rules in a zip."""
    with zipfile.ZipFile(path) as archive:
        rules = pickle.loads(archive.read(_RULES))
    if not isinstance(rules, Rules):
        raise TypeError(f"{path} holds no rules")
    return rules


def _modules() -> Iterator[tuple[str, Traversable]]:
    package = files(PACKAGE)
    yield f"{PACKAGE}/__init__.py", package / "__init__.py"
    for room in ROOMS:
        yield from _below(package / room, f"{PACKAGE}/{room}")


def _below(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _below(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{name}/{entry.name}", entry


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
