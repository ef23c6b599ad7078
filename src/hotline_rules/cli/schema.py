"""`hotline-rules schema`: what an editor needs to help with our YAML files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, UsageError
from hotline_rules.cli.streams import write_output
from hotline_rules.diagnostics import Text, reason_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

FOLDER = "schema"  # beside the profiles
KINDS = {
    "profile": Text("规则文件", "profiles"),
    "cases": Text("案例，在 cases 的各个文件夹里", "cases, in the folders of cases"),
    "register": Text("条款登记表，在 registers 里", "registers, in registers"),
    "calendar": Text("日历文件", "calendars"),
    "mapping": Text("导出表的对照表", "mappings of exports"),
}
_WAY = {"cases": "../../", "register": "../"}  # from such a file to the profiles


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "schema",
        help=line,
        description="输出 JSON Schema，编辑器用它提示键和词、显示说明、标出写错的地方。"
        " / Print the JSON Schema of a kind of file, for editors.",
    )
    parser.add_argument(
        "kind",
        nargs="?",
        choices=tuple(KINDS),
        default="profile",
        help="哪一种文件（默认 profile 规则文件） / which kind of file",
    )
    parser.add_argument(
        "--write",
        metavar="FOLDER",
        help="把全部几种写到规则文件夹的 schema 里，并说明怎样用"
        " / write all of them into a folder of profiles",
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one schema, or write all of them."""
    if options.write is None:
        sys.stdout.write(schema_text(options.kind))
    else:
        _write(Path(options.write), options.lang == "en")
    return DONE


def schema_text(kind: str) -> str:
    """Return one of KINDS as JSON: a line for each definition, always the same."""
    from hotline_rules.adapters.mapping.jsonschema import mapping_schema
    from hotline_rules.profile.calendar_schema import calendar_schema
    from hotline_rules.profile.jsonschema import profile_schema, register_schema
    from hotline_rules.scenarios.jsonschema import cases_schema

    schemas: dict[str, Callable[[], dict[str, Any]]] = {
        "profile": profile_schema,
        "cases": cases_schema,
        "register": register_schema,
        "calendar": calendar_schema,
        "mapping": mapping_schema,
    }
    schema = schemas[kind]()
    definitions = schema.pop("$defs", {})
    lines = [f'"{key}": {_plain(value)}' for key, value in schema.items()]
    if definitions:
        inner = [f'"{name}": {_plain(value)}' for name, value in definitions.items()]
        lines.append('"$defs": {\n' + ",\n".join(inner) + "\n}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def first_line(kind: str) -> str:
    """Return the comment that joins a file of that kind to its schema."""
    way = _WAY.get(kind, "")
    return f"# yaml-language-server: $schema={way}{FOLDER}/{kind}.schema.json"


def write_schemas(folder: Path) -> None:
    """Write the schemas of all kinds into the folder beside the profiles.

    Raises:
        OSError: it cannot be written there.
    """
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    for kind in KINDS:
        path = place / f"{kind}.schema.json"
        write_output(str(path), schema_text(kind))


def _write(folder: Path, english: bool) -> None:  # noqa: FBT001
    try:
        write_schemas(folder)
    except OSError as error:
        why = reason_of(error)
        message = f"写不进去，{why.zh} / cannot be written: {why.en}"
        raise UsageError(f"--write {folder}: {message}") from None
    said = Text(
        f"已写入 {folder / FOLDER}。各种文件的第一行写：",
        f"Written to {folder / FOLDER}. The first line of each file:",
    )
    lines = [said.in_("en" if english else "zh"), ""]
    for kind, name in KINDS.items():
        lines += [f"{name.in_('en' if english else 'zh')}:", f"  {first_line(kind)}"]
    sys.stdout.write("\n".join(lines) + "\n")


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
