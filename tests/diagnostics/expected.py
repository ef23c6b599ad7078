"""What reading and checking a file of this folder reports, as text.

Run as a module to write the expected texts anew; then read the difference.
"""

from pathlib import Path

from hotline_rules.diagnostics import Diagnostic, render_report
from hotline_rules.profile.compiler import compile_profile
from hotline_rules.profile.shape import check_shape
from hotline_rules.profile.source import read_yaml

FOLDER = Path(__file__).parent
REGISTER = """
A-1: {at: 第一条, gist: 办理期限}
A-2: {at: 第二条（一）, gist: 灯}
A-3: {at: 第三条, gist: 延期}
""".encode()


def inputs(folder: str) -> list[Path]:
    """Return the YAML files of a folder by name."""
    return sorted((FOLDER / folder).glob("*.yaml"))


def check(path: Path) -> tuple[list[Diagnostic], list[str]]:
    """Read a file, and check its shape where it is meant to be a profile."""
    root, found, lines = read_yaml(path.name, path.read_bytes())
    if root is not None and (path.parent.name == "shape" or _is_profile(path)):
        found += check_shape(root, mends_keys=True)
    return found, lines


def prove(path: Path) -> tuple[list[Diagnostic], list[str]]:
    """Run all checks and proofs over a profile; return what its file is named after."""
    root, faults, lines = read_yaml(path.name, path.read_bytes())
    clauses, _, _ = read_yaml("trial.yaml", REGISTER)
    assert root is not None, faults
    assert clauses is not None
    registers = {"registers/trial.yaml": clauses}
    _, found = compile_profile(root, registers=registers, proofs=True)
    return [fault for fault in found if fault.code == path.stem], lines


def report(path: Path) -> str:
    """Return the report in Chinese and then in English."""
    found, lines = (prove if path.parent.name == "proofs" else check)(path)
    parts = [render_report(found, {path.name: lines}, lang) for lang in ("zh", "en")]
    return "\n\n=== en ===\n\n".join(parts) + "\n"


def _is_profile(path: Path) -> bool:
    return path.stem.startswith("profile-")


if __name__ == "__main__":
    for group in ("reading", "shape", "proofs"):
        for file in inputs(group):
            file.with_suffix(".txt").write_text(
                report(file), encoding="utf-8", newline="\n"
            )
