"""`hotline-rules verify`: a run checked again, against its inputs, by other means."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, UNFINISHED
from hotline_rules.cli.extras import needs_extra
from hotline_rules.cli.progress import Progress
from hotline_rules.cli.verify_told import Teller
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from hotline_rules.adapters.store import Store
    from hotline_rules.audit.run import RunDirectory
    from hotline_rules.checker import Count, Finding, Given
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_EPILOG = """\
示例 / example:
  hotline-rules verify 三月审核 --inputs 三月.csv
退出码 / exit status:
  0 没有疑点 no doubts        1 有疑点，或者缺输入 doubts, or inputs missing
"""


class _Unfit(Exception):  # noqa: N818 - it stops one part of the work, not the program
    """A part of the run that does not fit the rest: nothing can be judged by it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    import argparse

    parser = commands.add_parser(
        "verify",
        help=line,
        description="不用判断所用的程序，另按证据逐日重数，复核一次审核：文件有没有变，"
        "行数对不对得上，每条时限、每张牌有没有依据。 / Check an audit again without "
        "the engine: files, balance, and every answer against its evidence.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder", metavar="RUN", help="审核的文件夹 / folder of the run"
    )
    parser.add_argument(
        "--inputs",
        nargs="+",
        default=[],
        metavar="FILE",
        help="当时用的导出表，或者它们所在的文件夹 / the exports, or their folder",
    )
    parser.add_argument(
        "--pseudonymise",
        metavar="KEYFILE",
        help="审核换过代号的，用同一个密钥文件 / the key of a pseudonymised run",
    )
    parser.add_argument(
        "--format",
        choices=("text", "jsonl"),
        default="text",
        help="jsonl：每个疑点一行 / a line for each doubt",
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check a run and tell what was found."""
    from hotline_rules.checker import Count

    lang = cast("Language", options.lang)
    teller = Teller(lang, lines=options.format == "jsonl")
    count = Count()
    with needs_extra("audit", lang):
        from hotline_rules.adapters.database import StoreError
        from hotline_rules.audit.errors import AuditError
        from hotline_rules.audit.run import RunDirectory
    folder = RunDirectory(options.folder)
    try:
        whole = _check(folder, options, count, teller)
    except (AuditError, StoreError) as error:
        sys.stderr.write(f"{error.message.in_(lang)}\n   {error.fix.in_(lang)}\n")
        return UNFINISHED
    teller.close(count, folder.manifest, whole=whole)
    return UNFINISHED if teller.found else DONE


def _check(
    folder: RunDirectory, options: argparse.Namespace, count: Count, teller: Teller
) -> bool:
    """Tell everything that is not borne out: files and balance, then the tickets.

    Returns:
        whether the tickets were looked at: not by files that are not those of the run.
    """
    from hotline_rules.checker import check_balance, check_inputs, check_outputs

    manifest = folder.manifest
    given = _given(options.inputs, manifest)
    unlike = list(check_outputs(folder.path, manifest))
    unlike += check_inputs(manifest, given)
    for finding in (*unlike, *check_balance(manifest)):
        teller.tell(finding)
    if any(one.code != "input-unknown" for one in unlike):
        return False
    try:
        for finding in _tickets(folder, options, given, count):
            teller.tell(finding)
    except _Unfit as unfit:
        teller.tell(unfit.finding)
        return False
    return True


def _given(names: Sequence[str], manifest: Mapping[str, Any]) -> list[Path]:
    """The files that were named, and of folders those that are called like inputs."""
    from hotline_rules.adapters.gather import storable

    called = {Path(one["file"]).name for one in manifest["inputs"]}
    found: list[Path] = []
    for path in map(Path, names):
        if path.is_dir():
            found += sorted(x for x in path.iterdir() if storable(x.name) in called)
        else:
            found.append(path)
    return found


def _tickets(
    folder: RunDirectory,
    options: argparse.Namespace,
    given: Sequence[Path],
    count: Count,
) -> Iterator[Finding]:
    from hotline_rules.adapters.store import Store
    from hotline_rules.checker import check_tickets, read_ground
    from hotline_rules.profile.bundled import calendar_files

    manifest = folder.manifest
    profile_file = _profile_copy(folder)
    profile = _check_rules(manifest, profile_file)
    yield from _figures(folder, profile)
    readings = manifest["profile"]["readings"]
    ground = read_ground(profile_file, calendar_files(), readings)
    pseudonyms = _pseudonyms(options, manifest)
    progress = Progress()
    with (
        tempfile.TemporaryDirectory(prefix="hotline-rules-") as scratch,
        Store(Path(scratch) / "verify.sqlite", pseudonyms) as store,
    ):
        _take(store, folder, given)
        histories = _histories(store, progress)
        read = _reader(folder)
        for found in check_tickets(read, histories, manifest, ground, count):
            progress.clear()
            yield found
    progress.clear()


def _profile_copy(folder: RunDirectory) -> Path:
    """The rules as the run kept them."""
    rules = folder.path / "rules"
    stem = Path(folder.manifest["profile"]["file"]).stem
    found = sorted(rules.glob("*.yaml")) + sorted(rules.glob("*.yml"))
    fitting = [one for one in found if one.stem == stem] or found
    if not fitting:
        raise _Unfit(_finding("rules-missing", "rules", "rules", "", _NO_RULES))
    return fitting[0]


_NO_RULES = Text("文件夹里没有规则的副本", "the run holds no copy of the rules")


def _finding(code: str, about: str, name: str, says: str, gives: Text) -> Finding:
    from hotline_rules.checker import Finding

    return Finding(code, about, name, says, gives)


def _figures(folder: RunDirectory, profile: Profile) -> Iterator[Finding]:
    """The figures of the reports that the tables do not give."""
    from hotline_rules.report.stated import differences

    lang = folder.manifest["options"]["lang"]
    for one in differences(folder, folder.path, profile, lang):
        name = " ".join((one.file, *one.about))
        gives = Text(f"照结果表是 {one.gives}", f"the tables give {one.gives}")
        yield _finding("figure-otherwise", "report", name, one.says, gives)


def _check_rules(manifest: Mapping[str, Any], file: Path) -> Profile:
    """Answer the profile, if rules and calendar here are those of the run.

    Raises:
        _Unfit: they are not.
    """
    from hotline_rules.calendar import Zone
    from hotline_rules.cli.arguments import instant_argument
    from hotline_rules.evaluate.engine import plan_for
    from hotline_rules.profile import load_profile

    options = manifest["options"]
    profile: Profile = load_profile(
        file,
        readings=manifest["profile"]["readings"],
        outside_validity=options["outside_validity"],
    )
    known_at, rulebook = options["known_at"], profile.rulebook
    zone = Zone.load(rulebook.zone)
    known = None if known_at is None else instant_argument("known_at", known_at, zone)
    calendar = plan_for(rulebook, "ticket", known).calendar
    pairs = (
        ("profile", manifest["profile"]["digest"], profile.digest),
        ("calendar", manifest["calendar"]["digest"], calendar.digest),
    )
    for name, owed, found in pairs:
        if owed != found:
            gives = Text(f"这里的是 {found}", f"here it is {found}")
            raise _Unfit(_finding("rules-otherwise", "rules", name, owed, gives))
    return profile


def _pseudonyms(options: argparse.Namespace, manifest: Mapping[str, Any]) -> Any:
    from hotline_rules.adapters.privacy import Pseudonyms

    owed = manifest["options"]["pseudonymised"]
    if owed is None:
        return None
    if options.pseudonymise is None:
        gives = Text("审核换过代号，要用 --pseudonymise", "give the key of the run")
        raise _Unfit(_finding("key-missing", "input", "key", owed, gives))
    found = Pseudonyms.load(Path(options.pseudonymise))
    if found.fingerprint != owed:
        gives = Text(f"这个密钥是 {found.fingerprint}", "this is another key")
        raise _Unfit(_finding("key-otherwise", "input", "key", owed, gives))
    return found


# The inputs, read again ---------------------------------------------------------------


def _take(store: Store, folder: RunDirectory, given: Sequence[Path]) -> None:
    """Import the inputs as the run did."""
    from hotline_rules.adapters.mapping import load_mapping
    from hotline_rules.adapters.sources import Opening
    from hotline_rules.checker.files import given_as

    manifest = folder.manifest
    options, mapping = manifest["options"], None
    if manifest["mapping"] is not None:
        place = folder.path / "rules" / "mapping" / manifest["mapping"]["file"]
        mapping = load_mapping(place)
        owed = manifest["mapping"]["digest"]
        if mapping.digest != owed:
            gives = Text(f"副本是 {mapping.digest}", f"the copy has {mapping.digest}")
            raise _Unfit(_finding("rules-otherwise", "rules", "mapping", owed, gives))
    names = ("encoding", "sheet", "heading_row", "zone")
    opening = Opening(**{name: options.get(name) for name in names})
    named = {one["file"]: one for one in manifest["inputs"]}
    files = [path for path in (given_as(name, given) for name in named) if path]
    store.take(files, mapping, opening=opening, with_text=options["with_text"])


def _histories(store: Store, progress: Progress) -> Iterator[Given]:
    from hotline_rules.checker import Given

    for one in store.histories(1, store.count + 1):
        progress.step()
        yield Given(one.number, str(one.place), one.history)


def _reader(folder: RunDirectory) -> Any:
    """The rows of a table as plain data, instants as epoch seconds."""
    import pyarrow as pa

    def read(name: str) -> Iterator[dict[str, Any]]:
        for batch in folder.tables(name):
            columns = [
                column.cast(pa.int64())
                if pa.types.is_timestamp(column.type)
                else column
                for column in batch.columns
            ]
            times = {
                field.name
                for field in batch.schema
                if pa.types.is_timestamp(field.type)
            }
            plain = pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
            for row in plain.to_pylist():
                for key in times:
                    if row[key] is not None:
                        row[key] //= 1_000
                yield row

    return read
