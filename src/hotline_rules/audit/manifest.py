"""What came of a run: the balance, the rows of each table, each file with its digest.

Nothing in it depends on when, where or by whom the run was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from hotline_rules.audit.disk import digest_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hotline_rules.audit.run import RunDirectory


def outputs_of(folder: Path, names: Iterable[str]) -> list[dict[str, Any]]:
    """Files of a run, each with its digest and size.

    Args:
        folder: of the run.
        names: within it.

    Raises:
        OSError: a file cannot be read.
    """
    listed = []
    for name in names:
        digest, size = digest_of_file(folder / name)
        listed.append({"file": name, "digest": digest, "bytes": size})
    return listed


def damaged_outputs(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """The files of a finished run that are not what its manifest says."""
    damaged = []
    for one in manifest["outputs"]:
        try:
            same = digest_of_file(folder / one["file"])[0] == one["digest"]
        except OSError:
            same = False
        if not same:
            damaged.append(str(one["file"]))
    return damaged


def codes_of(run: RunDirectory, table: str) -> dict[str, int]:
    """How many rows a table has of each code, by code."""
    found: dict[str, int] = {}
    for batch in run.tables(table, ["code"]):
        for one in pc.value_counts(batch["code"]).to_pylist():
            found[one["values"]] = found.get(one["values"], 0) + one["counts"]
    return dict(sorted(found.items()))
