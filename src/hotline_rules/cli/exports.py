"""What `import` and `audit` ask for alike: how to open exports and what they mean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.complaints import report_faulty
from hotline_rules.cli.exits import PROFILE_INVALID, StopRun, UsageError
from hotline_rules.cli.session import chosen_zone

if TYPE_CHECKING:
    import argparse

    from hotline_rules.adapters.mapping import Mapping
    from hotline_rules.adapters.privacy import Pseudonyms
    from hotline_rules.adapters.sources import Opening
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

    _Group = argparse.ArgumentParser | argparse._ArgumentGroup


def add_mapping_option(parser: _Group) -> None:
    """Add what the columns of exports mean."""
    parser.add_argument(
        "--mapping",
        metavar="FILE",
        help="对照表：各列是什么意思 / what the columns of the exports mean",
    )


def add_privacy_options(parser: _Group) -> None:
    """Add what is kept of people: pseudonyms, and free text."""
    parser.add_argument(
        "--pseudonymise",
        metavar="KEYFILE",
        help="用文件里的密钥把编号换成代号 / replace ids by keyed hashes",
    )
    parser.add_argument(
        "--with-text",
        action="store_true",
        help="保留自由文字；换成代号时，放到一边的行也写出内容（可能有个人信息） / keep"
        " free text, and that of rows set aside beside pseudonyms",
    )


def add_opening_options(parser: _Group) -> None:
    """Add how files are opened, where they themselves do not say."""
    parser.add_argument(
        "--encoding", metavar="NAME", help="文件编码，如 gb18030 / of text files"
    )
    parser.add_argument("--sheet", metavar="NAME", help="只读哪张工作表 / one sheet")
    parser.add_argument(
        "--heading-row",
        type=int,
        metavar="N",
        help="列名在第几行 / the row of the headings",
    )
    parser.add_argument(
        "--zone",
        metavar="ZONE",
        help="历史文件里没写时区的时间属于哪个时区 / zone of naive times in histories",
    )


def chosen_opening(options: argparse.Namespace) -> Opening:
    """Answer how files are opened.

    Raises:
        UsageError: there is no such zone or row.
    """
    from hotline_rules.adapters.sources import Opening

    chosen_zone(options)  # for its check
    if options.heading_row is not None and options.heading_row < 1:
        message = "--heading-row 从 1 数起 / --heading-row counts from 1"
        raise UsageError(message)
    return Opening(options.encoding, options.sheet, options.heading_row, options.zone)


def open_mapping(
    name: str | None, profile: Profile | None, lang: Language
) -> Mapping | None:
    """Load a mapping; what its words may mean is known by the profile.

    Raises:
        StopRun: it has errors, which have been written.
    """
    from hotline_rules.adapters.mapping import MappingError, load_mapping
    from hotline_rules.diagnostics import render_report

    if name is None:
        return None
    try:
        mapping = load_mapping(name, profile=profile)
    except MappingError as error:
        report_faulty(error, lang)
        raise StopRun(PROFILE_INVALID) from None
    if mapping.diagnostics:
        report = render_report(mapping.diagnostics, mapping.lines, lang)
        sys.stderr.write(report + "\n")
    return mapping


def open_pseudonyms(name: str | None) -> Pseudonyms | None:
    """Load the key that ids are replaced with.

    Raises:
        StoreError: it cannot be read, or is too short.
    """
    from hotline_rules.adapters.privacy import Pseudonyms

    return None if name is None else Pseudonyms.load(Path(name))
