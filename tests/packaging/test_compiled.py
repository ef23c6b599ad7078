"""The compiled build: the same sources, the same answers, and only for who asks."""

from __future__ import annotations

import ast
import copy
import importlib.util
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hatch_build import ASKED, modules_in, written_out
from hotline_rules import engine_build
from hotline_rules.evaluate import run as fold

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

# --- what the compiler is given ------------------------------------------------------

SAMPLE = '''
from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError(self.days)


@dataclass(slots=True)
class Record:
    """A record,

    and more about it.
    """

    name: str
    amount: Amount = field(default=Amount(1), repr=False)
    seen: object = field(default=None, compare=False)
    flags: list[str] = field(
        default_factory=list
    )

    def where(self) -> int:
        return LINE


@dataclass(slots=True, eq=False)
class Plain:
    """Compared by nothing but itself."""

    name: str = "x"
'''


def sample(text: str, where: Path, name: str) -> ModuleType:
    path = where / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["as_written", "written_out"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> ModuleType:
    """The sample as it is, and as the compiler gets it: what is said holds of both."""
    text = SAMPLE if request.param == "as_written" else written_out(SAMPLE)
    return sample(text, tmp_path, f"sample_{request.param}")


def test_written_out__is_made_shown_and_compared_alike(records: ModuleType) -> None:
    one = records.Record("a")
    assert repr(one) == "Record(name='a', seen=None, flags=[])"
    assert one == records.Record("a", records.Amount(1), seen=7, flags=[])
    assert one != records.Record("a", records.Amount(2))
    assert one.flags is not records.Record("a").flags
    assert records.Plain() != records.Plain()
    assert len({records.Plain(), records.Plain()}) == 2
    assert {records.Amount(1), records.Amount(1)} == {records.Amount(1)}
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_written_out__checks_what_it_is_given(records: ModuleType) -> None:
    with pytest.raises(ValueError, match="-1"):
        records.Amount(-1)
    with pytest.raises(TypeError, match="name"):
        records.Record()


def test_written_out__is_a_dataclass_to_the_library(records: ModuleType) -> None:
    assert [one.name for one in fields(records.Record)] == [
        *("name", "amount", "seen", "flags")
    ]
    assert replace(records.Record("a"), name="b") == records.Record("b")
    match records.Amount(3):
        case records.Amount(days):
            assert days == 3
        case _:
            pytest.fail("an amount is no amount")


def test_written_out__travels_and_is_copied(records: ModuleType) -> None:
    one = records.Record("a", records.Amount(2), None, ["f"])
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.copy(one).flags is one.flags
    deep = copy.deepcopy(one)
    assert deep == one
    assert deep.flags is not one.flags


def test_written_out__keeps_docstrings(records: ModuleType) -> None:
    assert records.Amount.__doc__ == "An amount."
    assert records.Record.__doc__.startswith("A record,\n")


@pytest.mark.parametrize(
    "path", list(modules_in(SOURCE)), ids=lambda path: f"{path.parent.name}.{path.stem}"
)
def test_written_out__leaves_every_line_in_its_place(path: Path) -> None:
    def places(text: str) -> set[tuple[str, int]]:
        return {
            (node.name, node.lineno)
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }

    text = path.read_text(encoding="utf-8")
    assert places(text) <= places(written_out(text))
    assert "@dataclass" not in written_out(text)


# --- the builds ----------------------------------------------------------------------


def test_engine_build__is_that_of_the_modules_that_run() -> None:
    compiled = not str(fold.__file__).endswith(".py")
    assert engine_build() == ("compiled" if compiled else "pure")


DIGESTS = """
import gc, hashlib, json
from hotline_rules import engine_build, evaluate, load_profile, parse_history
from hotline_rules.explain import explain_result, render_explanation
from hotline_rules.generating import generate_histories
print(engine_build())
for city in ("qingyuan", "shicheng", "yulin", "zibo"):
    profile = load_profile(city, outside_validity="apply")
    digest = hashlib.sha256()
    for number, data in enumerate(generate_histories(city, 150, 7)):
        history = parse_history(data)
        last = history.events[-1].at
        for at in (last - 86_400, last, last + 40 * 86_400):
            result = evaluate(profile, history, as_of=at)
            found = [result.to_dict()]
            if number % 10 == 0:
                found.append(render_explanation(explain_result(result, audit=True)))
            digest.update(json.dumps(found, sort_keys=True).encode())
    print(city, digest.hexdigest())
    gc.collect()
    gc.disable()
    for data in generate_histories(city, 150, 8):
        evaluate(profile, data, as_of=last)
    print("left to the collector:", gc.collect())
    gc.enable()
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", ASKED)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | {"PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wheel(where: Path, **environment: str) -> Path:
    """Build a wheel as ``pip install .`` does, and unpack it."""
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", "."]
    pip = [sys.executable, "-m", "pip", "wheel", *options, str(ROOT)]
    run(*pip, cwd=where, **environment)
    (made,) = where.glob("*.whl")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(where / "unpacked")
    return made


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which(os.environ.get("CC", "gcc")) is None, reason="no C compiler"
)
def test_compiled_wheel__answers_as_the_pure_one(tmp_path: Path) -> None:
    answers = {}
    for kind, environment in (("pure", {}), ("compiled", {ASKED: "1"})):
        where = tmp_path / kind
        where.mkdir()
        made = wheel(where, **environment)
        modules = list((where / "unpacked").rglob("*.so"))
        assert bool(modules) is (kind == "compiled")
        assert made.name.endswith("-py3-none-any.whl") is (kind == "pure")
        unpacked = str(where / "unpacked")
        said = run(
            sys.executable, "-c", DIGESTS, cwd=where, PYTHONPATH=unpacked
        ).splitlines()
        assert said[0] == kind
        program = [sys.executable, "-m", "hotline_rules"]
        check = run(*program, "check", "zibo", cwd=where, PYTHONPATH=unpacked)
        assert "zibo" in check
        tables = {}
        for form in ("parquet", "jsonl"):
            made_up = [*program, "generate", "zibo", "--count", "300"]
            made_up += ["--format", form, "-o", f"events.{form}"]
            run(*made_up, cwd=where, PYTHONPATH=unpacked)
            batch = [*program, "batch", f"events.{form}", "--profile", "zibo"]
            batch += ["--as-of", "2026-09-21T00:00:00+08:00", "-o", f"of-{form}"]
            run(*batch, cwd=where, PYTHONPATH=unpacked)
            for table in (where / f"of-{form}" / "tables").iterdir():
                tables[f"{form}/{table.name}"] = table.read_bytes()
        answers[kind] = said[1:], tables
    assert answers["compiled"] == answers["pure"]
    assert [len(part) for part in answers["pure"]] == [8, 20]
