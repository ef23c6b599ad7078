"""Where golden cases lie: beside the bundled profiles, or in a folder that is named."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hotline_rules.diagnostics import Diagnostic, has_errors, render_report
from hotline_rules.diagnostics.model import Language
from hotline_rules.profile.bundled import case_files
from hotline_rules.scenarios.model import Scenario
from hotline_rules.scenarios.reading import read_scenarios

_SUFFIXES = (".yaml", ".yml")


class ScenarioError(Exception):
    """Files of golden cases with errors.

    Attributes:
        diagnostics: all faults, in order of place.
        lines: the lines of every file that was read, by name.
    """

    def __init__(
        self, diagnostics: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]
    ) -> None:
        """Keep every fault and the text to show it in."""
        super().__init__(diagnostics, lines)
        self.diagnostics = tuple(diagnostics)
        self.lines = lines

    def __str__(self) -> str:
        """Return the report in Chinese."""
        return self.render()

    def render(self, lang: Language = "zh") -> str:
        """Return the report in a language."""
        return render_report(self.diagnostics, self.lines, lang)


def load_scenarios(
    profile_id: str, *, zone: str, folder: Path | None = None
) -> list[Scenario]:
    """Read the golden cases of a profile.

    Args:
        profile_id: whose bundled cases to read.
        zone: IANA name of the zone of their local times.
        folder: read the YAML files below this folder instead, in order of path.

    Returns:
        the scenarios in the order of the files; none when there is no file.

    Raises:
        ScenarioError: when a file has an error; it carries every fault of all files.
        OSError: when the folder cannot be read.
    """
    return _read(case_files(profile_id) if folder is None else _below(folder), zone)


def _below(folder: Path) -> list[tuple[str, bytes]]:
    found = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    return [(path.as_posix(), path.read_bytes()) for path in found]


def _read(files: Iterable[tuple[str, bytes]], zone: str) -> list[Scenario]:
    scenarios: list[Scenario] = []
    found: list[Diagnostic] = []
    lines: dict[str, Sequence[str]] = {}
    for name, data in files:
        some, faults, text = read_scenarios(name, data, zone=zone)
        scenarios += some
        found += faults
        lines[name] = text
    if has_errors(found):
        raise ScenarioError(found, lines)
    return scenarios
