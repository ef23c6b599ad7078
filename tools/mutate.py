"""Change one operator or constant of a module at a time and see which test notices.

Called with a module and the tests that should notice:

    python tools/mutate.py src/hotline_rules/evaluate/duties.py tests/unit

A copy of the package is changed, never the package itself. Every change that the tests
do not notice is printed with its line: either a test is missing or the change makes no
difference, which `docs/testing.md` then explains. Changes inside assertions and
annotations are left out.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the whole changed source, its line, and what was changed."""

    source: str
    line: int
    what: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every change of one operator or constant of a module."""
    tree = ast.parse(source)
    for index, node in enumerate(_changeable(tree)):
        for choice in range(_choices(node)):
            changed = copy.deepcopy(tree)
            target = list(_changeable(changed))[index]
            what = _change(target, choice)
            yield Mutant(ast.unparse(changed), node.lineno, what)


def _changeable(tree: ast.AST) -> Iterator[ast.expr]:
    """Walk over what decides something, assertions and annotations left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Assert | ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.AnnAssign):
            if node.value is not None:
                yield from _changeable(ast.Expression(node.value))
            continue
        if isinstance(node, ast.expr) and _choices(node):
            yield node
        if isinstance(node, ast.FunctionDef):
            for statement in node.body:
                yield from _changeable(ast.Module([statement], []))
        elif not isinstance(node, ast.arguments):
            yield from _changeable(node)


def _choices(node: ast.expr) -> int:
    if isinstance(node, ast.Compare):
        return int(type(node.ops[0]) in COMPARE)
    if isinstance(node, ast.BoolOp):
        return 1 + len(node.values)
    if isinstance(node, ast.UnaryOp):
        return int(isinstance(node.op, ast.Not))
    if isinstance(node, ast.BinOp):
        return int(type(node.op) in ARITHMETIC)
    if isinstance(node, ast.Constant):
        return int(isinstance(node.value, bool | int))
    return 0


def _change(node: ast.expr, choice: int) -> str:
    """Change a node in place and say how."""
    before = ast.unparse(node)
    match node:
        case ast.Compare():
            node.ops[0] = COMPARE[type(node.ops[0])]()
        case ast.BoolOp() if choice == 0:
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BoolOp():
            del node.values[choice - 1]
            if len(node.values) == 1:
                node.values.append(node.values[0])
        case ast.UnaryOp():
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.BinOp():
            node.op = ARITHMETIC[type(node.op)]()
        case ast.Constant(value=bool() as truth):
            node.value = not truth
        case ast.Constant(value=int() as number):
            node.value = number + 1
        case _:
            raise TypeError(node)
    return f"{before}  ->  {ast.unparse(ast.fix_missing_locations(node))}"


def survives(mutant: Mutant, path: Path, tests: Sequence[str], folder: Path) -> bool:
    """Whether the tests pass although the module is changed.

    Args:
        mutant: the change.
        path: of the module, under `src`.
        tests: what pytest is given.
        folder: a copy of the project of its own.
    """
    module = folder / path.relative_to(ROOT)
    original = module.read_text(encoding="utf-8")
    module.write_text(mutant.source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly"]
    command += ["-p", "no:cacheprovider", "--no-header", "--tb=no", *tests]
    paths = {**os.environ, "PYTHONPATH": str(folder / "src")}
    paths["PYTHONDONTWRITEBYTECODE"] = "1"
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=paths,
            capture_output=True,
            timeout=300,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        module.write_text(original, encoding="utf-8")
    return done.returncode == 0


def _copy(folder: Path) -> Path:
    for name in ("src", "tests", "profiles"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def main(arguments: Sequence[str]) -> int:
    """Try the changes of one module; the status is 1 when some survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", type=Path)
    parser.add_argument("--sample", type=int, help="try only so many, drawn by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("tests", nargs="+")
    given = parser.parse_args(arguments)
    path = given.module.resolve()
    found = list(mutants(path.read_text(encoding="utf-8")))
    total = len(found)
    if given.sample and given.sample < total:
        chosen = random.Random(given.seed).sample(found, given.sample)
        found = sorted(chosen, key=lambda one: one.line)
    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary) / str(number) for number in range(given.jobs)]
        for folder in folders:
            _copy(folder)

        def work(number: int) -> list[Mutant]:
            mine = found[number :: given.jobs]
            kept = []
            for one in mine:
                if survives(one, path, given.tests, folders[number]):
                    kept.append(one)
                    print(f"{path.name}:{one.line}: {one.what}", flush=True)
            return kept

        with ThreadPoolExecutor(given.jobs) as pool:
            left = [one for part in pool.map(work, range(given.jobs)) for one in part]
    print(f"{path.name}: {len(found)} of {total} tried, {len(left)} survived")
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
