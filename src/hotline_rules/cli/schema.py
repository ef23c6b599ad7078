"""`hotline-rules schema`: the JSON Schema of profiles, for editors."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hotline_rules.cli.exits import DONE

if TYPE_CHECKING:
    import argparse

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers) -> None:
    """Add the subcommand."""
    parser = commands.add_parser(
        "schema",
        help="规则文件的 JSON Schema / the JSON Schema of profiles",
        description="输出规则文件的 JSON Schema，编辑器用它提示和检查。"
        " / Print the JSON Schema of profiles, for editors.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:  # noqa: ARG001 -- one shape for all
    """Print the schema."""
    from hotline_rules.profile.jsonschema import profile_schema

    sys.stdout.write(json.dumps(profile_schema(), ensure_ascii=True, indent=2) + "\n")
    return DONE
