"""Wheel, sdist and editable install each find the profiles and the calendars.

The environments are new, but take the packages we depend on from the one that runs the
tests, so that no index is asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROFILES = {"qingyuan", "shicheng", "yulin", "zibo"}

pytestmark = pytest.mark.slow

LOOK = """
import hotline_rules
from hotline_rules.profile import list_profiles, load_profile
from hotline_rules.profile.bundled import calendar_files
print(hotline_rules.__file__)
print(*list_profiles())
print(*(name for name, _ in calendar_files()))
for name in list_profiles():
    load_profile(name)
"""


class Built(NamedTuple):
    """What was built: the wheel from the tree, the sdist, the wheel from the sdist."""

    wheel: Path
    sdist: Path
    wheel_of_sdist: Path


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    def build(source: Path, kind: str, where: str) -> Path:
        out = tmp_path_factory.mktemp(where)
        run(
            sys.executable,
            *("-m", "build", "--no-isolation", f"--{kind}", "--outdir", out, source),
            cwd=out,
        )
        (made,) = out.iterdir()
        return made

    wheel = build(ROOT, "wheel", "wheel")
    sdist = build(ROOT, "sdist", "sdist")
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    (source,) = unpacked.iterdir()
    return Built(wheel, sdist, build(source, "wheel", "again"))


def new_environment(where: Path) -> Path:
    """Make an environment that sees our dependencies, and answer its programs."""
    venv.create(where, with_pip=True)
    bin_ = where / ("Scripts" if os.name == "nt" else "bin")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(bin_ / "python", "-c", code, cwd=where).strip())
    # Paths in a folder that such a file names are not followed further, so the editable
    # install of this checkout stays out of sight.
    ours = sysconfig.get_path("purelib")
    (site / "dependencies.pth").write_text(ours + "\n", encoding="utf-8")
    return bin_


def look(bin_: Path, cwd: Path) -> Path:
    """Assert that everything bundled is found, and answer where the package is."""
    place, profiles, calendars = run(bin_ / "python", "-c", LOOK, cwd=cwd).splitlines()
    assert set(profiles.split()) >= PROFILES
    assert {"CN.yaml", "CN-GX.yaml"} <= set(calendars.split())
    assert "zibo" in run(bin_ / "hotline-rules", "check", "zibo", cwd=cwd)
    new = ["new", "某市", "--id", "moushi", "--title", "某市热线办法"]
    days = ["--issued", "2024-03-01", "--in-force", "2024-03-15"]
    assert "moushi.yaml" in run(bin_ / "hotline-rules", *new, *days, cwd=cwd)
    return Path(place)


@pytest.mark.parametrize("kind", ["wheel", "wheel_of_sdist", "sdist"])
def test_install__finds_profiles_and_calendars(
    kind: str, built: Built, tmp_path: Path
) -> None:
    bin_ = new_environment(tmp_path / "env")
    archive: Path = getattr(built, kind)
    options = ["--no-deps", "--no-build-isolation", "--quiet"]
    run(bin_ / "python", "-m", "pip", "install", *options, archive, cwd=tmp_path)
    assert (tmp_path / "env") in look(bin_, tmp_path).parents


def test_editable_install__finds_profiles_and_calendars(tmp_path: Path) -> None:
    bin_ = new_environment(tmp_path / "env")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--editable"]
    run(bin_ / "python", "-m", "pip", "install", *options, ROOT, cwd=tmp_path)
    assert ROOT in look(bin_, tmp_path).parents


def test_wheel__holds_the_package_and_nothing_beside_it(built: Built) -> None:
    names = set(zipfile.ZipFile(built.wheel).namelist())
    assert "hotline_rules/py.typed" in names
    assert "hotline_rules/profiles/zibo.yaml" in names
    assert "hotline_rules/data/calendars/CN.yaml" in names
    assert any(name.startswith("hotline_rules/profiles/registers/") for name in names)
    assert "hotline_rules/pages/wrong-unit.md" in names
    assert "hotline_rules/profiles/schema/profile.schema.json" in names
    assert any(name.startswith("hotline_rules/profiles/cases/") for name in names)
    page = ROOT / "src/hotline_rules/report/page"
    assets = [one for one in page.rglob("*") if one.suffix in {".js", ".css", ".j2"}]
    assert {one.relative_to(ROOT / "src").as_posix() for one in assets} <= names
    assert {".js", ".css", ".j2"} == {one.suffix for one in assets}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert tops == {"hotline_rules", "hotline_rules-0.1.0.dist-info"}


def test_wheel__is_the_same_from_the_tree_and_from_the_sdist(built: Built) -> None:
    def contents(wheel: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(wheel) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert contents(built.wheel) == contents(built.wheel_of_sdist)


def test_sdist__holds_what_is_needed_to_test_it(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "LICENSE", "README.md", "pyproject.toml"} <= names
    assert {"profiles/zibo.yaml", "tests/conftest.py", "examples/zibo.jsonl"} <= names
