"""Where golden cases lie: beside the bundled profiles, or in a folder that is named."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from hotline_rules.diagnostics import Diagnostic, FaultyFileError, has_errors
from hotline_rules.profile import Profile
from hotline_rules.profile.bundled import case_files
from hotline_rules.scenarios.model import Scenario
from hotline_rules.scenarios.reading import read_scenarios

_SUFFIXES = (".yaml", ".yml")


class ScenarioError(FaultyFileError):
    """Files of golden cases with errors."""


def cases_beside(profile: Path, profile_id: str) -> Path | None:
    """Return the folder of cases beside a profile, `cases/<id>`, if there is one."""
    folder = profile.parent / "cases" / profile_id
    return folder if folder.is_dir() else None


def load_scenarios(
    profile_id: str, *, zone: str, folder: Path | None = None, of: Profile | None = None
) -> list[Scenario]:
    """Read the golden cases of a profile.

    Args:
        profile_id: whose bundled cases to read.
        zone: IANA name of the zone of their local times.
        folder: read the YAML files below this folder instead, in order of path; or
            the one file that it is.
        of: the profile that is to judge them, as in `read_scenarios`.

    Returns:
        the scenarios in the order of the files; none when there is no file.

    Raises:
        ScenarioError: when a file has an error; it carries every fault of all files.
        OSError: when the folder cannot be read.
    """
    files = case_files(profile_id) if folder is None else _below(folder)
    return _read(files, zone, of)


def _below(folder: Path) -> list[tuple[str, bytes]]:
    if folder.is_file():
        return [(folder.as_posix(), folder.read_bytes())]
    found = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    return [(path.as_posix(), path.read_bytes()) for path in found]


def _read(
    files: Iterable[tuple[str, bytes]], zone: str, of: Profile | None
) -> list[Scenario]:
    scenarios: list[Scenario] = []
    found: list[Diagnostic] = []
    lines: dict[str, Sequence[str]] = {}
    for name, data in files:
        some, faults, text = read_scenarios(name, data, zone=zone, of=of)
        scenarios += some
        found += faults
        lines[name] = text
    if has_errors(found):
        raise ScenarioError(found, lines)
    return scenarios
