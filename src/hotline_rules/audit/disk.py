"""Files that are there wholly or not at all, and digests of what they hold."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from hotline_rules.audit.errors import written

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20


def digest_of(data: bytes | memoryview) -> str:
    """``sha256:…`` of bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> tuple[str, int]:
    """``sha256:…`` of a file, and how many bytes it has.

    Raises:
        OSError: the file cannot be read.
    """
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            size += len(block)
    return "sha256:" + found.hexdigest(), size


def write_bytes(path: Path, data: bytes | memoryview) -> None:
    """Write a file and see it to the disk; another name is its own business.

    Raises:
        AuditError: the disk is full, or the file cannot be written.
    """
    with written(path), path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file so that under its name there is the old one or the new one.

    Raises:
        AuditError: the disk is full, or the file cannot be written.
    """
    beside = path.with_name(path.name + ".tmp")
    write_bytes(beside, data)
    put_in_place(beside, path)


def put_in_place(made: Path, path: Path) -> None:
    """Give what was made its name, and see the name to the disk.

    Raises:
        AuditError: it cannot be renamed.
    """
    with written(path):
        made.replace(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See the names in a folder to the disk, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def json_bytes(data: Any) -> bytes:
    """JSON for people and programs: the same data gives the same bytes."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
