"""Build hook: a wheel whose hot rooms are compiled, for those who ask for one.

Without ``HOTLINE_RULES_COMPILE`` nothing happens here: the wheel is pure and needs no
compiler. With it, mypyc makes extension modules of the modules in ``COMPILED``, which
Python prefers to the sources that lie beside them in the wheel (docs/compiled.md).

What mypyc is given is a copy in which dataclasses are written out. It cannot compile
``@dataclass(slots=True)``, and only an ``__init__`` that it sees is a fast one. Every
line keeps its number, so that tracebacks point into the sources of the wheel.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = "HOTLINE_RULES_COMPILE"
NEEDED = ("mypy>=2.0", "setuptools>=65")

# Left out: what runs once for a profile, and what no ticket waits for.
COMPILED = {
    "calendar": "days timeline working_calendar zone",
    "clock": "adder amount clock days end hours settings shift span",
    "evaluate": (
        "changes choices clockwork duties engine facts fitting holders ladders lights "
        "logic lookback months noting opening operators outcomes output penalties plan "
        "points recorded records result run snapshot spelling stages state timing "
        "titles unknowns validity waking walk words"
    ),
    "frames": "attributes gather heads histories intake judge oddities results",
    "history": "anomaly event faults instants parse sequence",
}

_SETUP = """\
from mypyc.build import mypycify
from setuptools import setup

arguments = {arguments!r}
made = {{"opt_level": "2", "debug_level": "0", "group_name": "hotline_rules"}}
setup(name="hotline_rules", ext_modules=mypycify(arguments, **made))
"""

# Besides its `__init__` a class has from `@dataclass` what is taken here from a twin.
# The library is kept from mypyc's eyes: it knows the calls, and has its own view of
# them. Copies and pickles cannot be made from slots, as there are none.
_TWIN = """
def _complete_{name}() -> None:
    import dataclasses
    from typing import Any
    library: Any = dataclasses
    field = library.field
    twin = library.make_dataclass({name!r}, [{fields}], {options})
    for taken in {taken}:
        setattr({name}, taken, getattr(twin, taken))
    names = tuple(twin.__dataclass_fields__)
    def parts(self: Any) -> Any:
        return {name}, tuple([getattr(self, name) for name in names])
    setattr({name}, "__reduce__", parts)
_complete_{name}()
"""


class CompiledRooms(BuildHookInterface[Any]):
    """Puts compiled modules into a wheel, if the environment asks for them."""

    PLUGIN_NAME = "compiled-rooms"

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling: nothing, unless it compiles."""
        return list(NEEDED) if self._is_asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and add the results; an editable install is never compiled."""
        if not self._is_asked() or version == "editable":
            return
        self._folder = TemporaryDirectory(prefix="hotline-rules-")
        folder = Path(self._folder.name) / "src"
        for module in compile_rooms(Path(self.root) / "src", folder):
            place = module.relative_to(folder).as_posix()
            build_data["force_include"][str(module)] = place
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def _is_asked(self) -> bool:
        asked = os.environ.get(ASKED, "") not in ("", "0")
        return asked and self.target_name == "wheel"


def compile_rooms(source: Path, folder: Path) -> list[Path]:
    """Compile a copy of the sources.

    Args:
        source: the folder that holds the package.
        folder: where the copy is made; it must not be there yet.

    Returns:
        the extension modules, in `folder`, each where it belongs beside its source.

    Raises:
        RuntimeError: mypyc or the C compiler failed; they have said why.
    """
    shutil.copytree(
        source, folder, ignore=shutil.ignore_patterns("__pycache__", "*.so")
    )
    modules = [path.relative_to(folder).as_posix() for path in modules_in(folder)]
    for module in modules:
        path = folder / module
        path.write_text(written_out(path.read_text("utf-8")), "utf-8")
    arguments = [
        "--config-file=",
        "--follow-imports=silent",
        "--ignore-missing-imports",
    ]
    arguments.append(
        "--disable-error-code=type-var"
    )  # `replace` of what is no dataclass
    setup = _SETUP.format(arguments=arguments + modules)
    (folder / "setup.py").write_text(setup, "utf-8")
    command = [sys.executable, "setup.py", "--quiet", "build_ext", "--inplace"]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise RuntimeError(
            f"{ASKED} asks for compiled modules, and they could not be made; a C "
            "compiler is needed. Without that variable the wheel is pure."
        )
    ending = sysconfig.get_config_var("EXT_SUFFIX")
    made = [*folder.glob(f"*{ending}"), *(folder / "hotline_rules").rglob(f"*{ending}")]
    return sorted(made)


def modules_in(source: Path) -> Iterator[Path]:
    """The sources that are compiled."""
    for room, names in COMPILED.items():
        for name in names.split():
            yield source / "hotline_rules" / room / f"{name}.py"


# Dataclasses, written out -----------------------------------------------------------


def written_out(text: str) -> str:
    """A module with its dataclasses as plain classes; its lines stay where they are."""
    lines, twins = text.split("\n"), []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and (options := _options(node)) is not None:
            twins.append(_write_out(node, options, lines))
    if twins:
        place = next(n for n, line in enumerate(lines) if "import dataclass" in line)
        lines[place] += "; from typing import Final"
    return "\n".join(lines) + "".join(twins)


def _options(node: ast.ClassDef) -> dict[str, Any] | None:
    """What the `@dataclass` of a class is told; `None` where there is none."""
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func) == "dataclass":
            return {str(k.arg): ast.literal_eval(k.value) for k in one.keywords}
    return None


def _write_out(node: ast.ClassDef, options: dict[str, Any], lines: list[str]) -> str:
    """Write an `__init__` in the place of the fields; answer what comes at the end."""
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    names = tuple(ast.unparse(one.target) for one in fields)
    frozen, equal = options.get("frozen", False), options.get("eq", True)
    heads, steps = _parameters_and_steps(fields, frozen=frozen)
    if any(getattr(one, "name", "") == "__post_init__" for one in node.body):
        steps.append("self.__post_init__()")
    first, last = fields[0].lineno, fields[-1].end_lineno or fields[-1].lineno
    lines[first - 1 : last] = [""] * (last - first + 1)
    for one in node.decorator_list:
        lines[one.lineno - 1] = ""
    lines[first - 1] = (
        f"    def __init__(self, {', '.join(heads)}) -> None: {'; '.join(steps)}"
    )
    docstring_end = node.body[0].end_lineno or node.body[0].lineno
    lines[docstring_end - 1] += f"; __match_args__: Final = {names}"
    taken = ["__dataclass_fields__", "__dataclass_params__", "__match_args__"]
    taken += ["__repr__"] + ["__eq__", "__hash__"] * equal
    return _TWIN.format(
        name=node.name,
        fields=", ".join(_as_told(one) for one in fields),
        options=", ".join(f"{k}={v}" for k, v in options.items() if k != "slots"),
        taken=taken,
    )


def _parameters_and_steps(
    fields: list[ast.AnnAssign], *, frozen: bool
) -> tuple[list[str], list[str]]:
    """The parameters of an `__init__`, and its statements; mypyc keeps `Final` so."""
    heads, steps = [], []
    for one in fields:
        name, kind = ast.unparse(one.target), ast.unparse(one.annotation)
        maker, default = _default(one.value)
        head, value = f"{name}: {kind}", name
        if maker:
            head = f"{name}: {kind} | None = None"
            value = f"{maker}() if {name} is None else {name}"
        elif default:
            head += f" = {default}"
        heads.append(head)
        steps.append(f"self.{name}: {f'Final[{kind}]' if frozen else kind} = {value}")
    return heads, steps


def _default(value: ast.expr | None) -> tuple[str, str]:
    """What makes the default of a field, or the default itself; empty: neither."""
    if value is None:
        return "", ""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "field":
        said = {one.arg: ast.unparse(one.value) for one in value.keywords}
        return said.get("default_factory", ""), said.get("default", "")
    return "", ast.unparse(value)


def _as_told(one: ast.AnnAssign) -> str:
    """A field as `make_dataclass` is told of it."""
    told = [repr(ast.unparse(one.target)), repr(ast.unparse(one.annotation))]
    if one.value is not None:
        told.append(ast.unparse(one.value))
    return f"({', '.join(told)})"
