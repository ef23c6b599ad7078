"""Write a page for every diagnostic: meaning, example, report, remedy.

The words and examples stand in `diagnostic_examples`, in Chinese and English. An
example is a piece of a file in `docs/diagnostics/example`, where nothing is wrong, and
what stands in its place to earn the diagnostic; the report shown is the real one.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from hotline_rules.adapters.files import UnreadableFile, open_sheets
from hotline_rules.adapters.files.refusals import without_library
from hotline_rules.adapters.mapping import MappingError, check_mapping
from hotline_rules.adapters.model import Sheet
from hotline_rules.adapters.sources import Exports
from hotline_rules.assess import Added
from hotline_rules.cli.duplicates import Repeats
from hotline_rules.diagnostics import (
    Code,
    Diagnostic,
    FaultyFileError,
    Text,
    render_frame,
)
from hotline_rules.diagnostics.codes import all_codes
from hotline_rules.diagnostics.model import Language
from hotline_rules.history import HistoryError, parse_history_line
from hotline_rules.profile import check_profile
from hotline_rules.profile.calendar_files import read_calendar
from hotline_rules.scenarios.reading import read_scenarios

TOP = Path(__file__).parents[1]
PAGES = TOP / "docs" / "diagnostics"
EXAMPLE = PAGES / "example"
SOURCES = Path(__file__).parent / "diagnostic_examples"
PROFILE = "example.yaml"
FILES = (
    PROFILE,
    "registers/example.yaml",
    "cases.yaml",
    "calendar.yaml",
    "history.jsonl",
    "mapping.yaml",
)
HEADINGS = ("工单编号", "诉求类型", "派单时间", "承办单位", "办结时间", "来电人")

Report = tuple[list[Diagnostic], Mapping[str, list[str]]]


@dataclass(frozen=True)
class Example:
    """What is said of one code.

    Attributes:
        zh: what it means and why it matters, in Chinese.
        en: the same in English.
        right: a piece of one of FILES, standing there once, that is as it should be.
        wrong: what stands in its place.
        made: a key of MADE, where no piece of text can show the fault; `-` where
            nothing known earns the code.
    """

    zh: str
    en: str
    right: str = ""
    wrong: str = ""
    made: str = ""

    @property
    def file(self) -> str:
        """The file that holds the right piece."""
        (found,) = [name for name in FILES if text_of(name).count(self.right) == 1]
        return found


def examples() -> dict[str, Example]:
    """Return what is said of each code, by slug."""
    found: dict[str, Example] = {}
    for path in sorted(SOURCES.glob("*.yaml")):
        for slug, parts in YAML(typ="safe").load(path).items():
            assert slug not in found, f"{slug} stands twice"
            found[slug] = Example(**parts)
    return found


def text_of(name: str) -> str:
    """Return the text of a file of the example."""
    return (EXAMPLE / name).read_text("utf-8")


# --- running the examples -------------------------------------------------------------


def run(example: Example, *, wrong: bool) -> Report:
    """Check the folder of the example with the wrong piece, or the right one, in it."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(EXAMPLE, place, dirs_exist_ok=True)
        with chdir(place):
            if example.made:
                return MADE[example.made]() if wrong else _check(PROFILE)
            if wrong:
                Path(example.file).write_bytes(_wrong_text(example).encode())
            return _check(example.file)


def _wrong_text(example: Example) -> str:
    return text_of(example.file).replace(example.right, example.wrong)


def _check(file: str) -> Report:
    path = Path(file)
    lines = {file: path.read_text("utf-8").splitlines()}
    match file:
        case "calendar.yaml":
            return read_calendar(file, path.read_bytes(), parents={})[1], lines
        case "history.jsonl":
            try:
                parse_history_line(path.read_text("utf-8"), f"{file}:1")
            except HistoryError as error:
                return list(error.diagnostics), lines
            return [], lines
        case "cases.yaml":
            judge = check_profile(Path(PROFILE))[0]
            data, zone = path.read_bytes(), "Asia/Shanghai"
            return read_scenarios(file, data, zone=zone, of=judge)[1], lines
        case "mapping.yaml":
            return _bound(path), lines
        case _:
            return _profile(PROFILE)


def _bound(path: Path) -> list[Diagnostic]:
    """Check a mapping, and hold it against the headings of an export."""
    mapping, found, _ = check_mapping(path)
    if mapping is None:
        return found
    sheet = Sheet("工单.csv", None, HEADINGS, 1, lambda: iter(()))
    try:
        mapping.reader(sheet)
    except MappingError as error:
        return list(error.diagnostics)
    return found


def _profile(name: str | Path) -> Report:
    _, found, lines = check_profile(name, proofs=True)
    return found, lines


def _written(change: Callable[[bytes], bytes]) -> Callable[[], Report]:
    """Return how to check the profile after a change of its bytes."""

    def checked() -> Report:
        path = Path(PROFILE)
        path.write_bytes(change(path.read_bytes()))
        return _profile(path)

    return checked


def _folder() -> Report:
    Path("city.yaml").mkdir()
    return _profile(Path("city.yaml"))


def _twice(added: Added) -> Callable[[], Report]:
    """Return what is said of a history that came before."""

    def said() -> Report:
        found: list[Diagnostic] = []
        Repeats(found.extend).note(added, "GD-1", "history.jsonl:2")
        return found, {}

    return said


def _unread() -> Report:
    """Return what is said of an export without headings."""
    Path("export.csv").write_text("GD-1,2021-03-01 10:00\n", "utf-8")
    try:
        open_sheets(Path("export.csv"), findings=lambda _: None)
    except UnreadableFile as error:
        return list(error.diagnostics), {}
    return [], {}


def _without_mapping() -> Report:
    sheet = Sheet("工单.csv", None, HEADINGS, 1, lambda: iter(()))
    try:
        Exports(None).reader(sheet, lambda _: None)
    except FaultyFileError as error:
        return list(error.diagnostics), {}
    return [], {}


def _without_library() -> Report:
    return list(without_library("pyarrow", "export.parquet").diagnostics), {}


MADE: dict[str, Callable[[], Report]] = {
    "-": lambda: ([], {}),
    "as it is": lambda: _profile(PROFILE),
    "bom": _written(lambda data: b"\xef\xbb\xbf" + data),
    "control": _written(lambda data: data.replace(b"unit\n", b"unit\xe2\x80\x8b\n", 1)),
    "empty": _written(lambda _: b""),
    "big": _written(lambda data: data + b"# " + b"x" * 5_000_000 + b"\n"),
    "deep": _written(lambda data: data + b"more: " + b"[" * 60 + b"]" * 60 + b"\n"),
    "list": _written(lambda _: b"- a\n- b\n"),
    "gb18030": _written(lambda data: data.decode().encode("gb18030")),
    "folder": _folder,
    "zibbo": lambda: _profile("zibbo"),
    "differs": _twice("differs"),
    "repeated": _twice("repeated"),
    "headings": _unread,
    "library": _without_library,
    "no mapping": _without_mapping,
}


# --- the pages ------------------------------------------------------------------------

_SEVERITY = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "note": Text("提示", "note"),
}
_WRONG = Text("这样写就会报（`{}`）：", "This earns it (`{}`):")
_REPORT = Text("报告是：", "The report:")
_RIGHT = Text("改成：", "Write instead:")
_GONE = Text("（没有写）", "(it is not there)")
_FENCES = {".yaml": "yaml", ".jsonl": "json"}


def page(code: Code, example: Example) -> str:
    """Return the page of a code, Chinese first."""
    report = run(example, wrong=True)
    parts = [f"# `{code.slug}`"]
    for lang in ("zh", "en"):
        if lang == "en":
            parts.append("## In English")
        parts += _part(code, example, report, lang)
    return "\n\n".join(parts) + "\n"


def _part(code: Code, example: Example, report: Report, lang: Language) -> list[str]:
    severity = _SEVERITY[str(code.severity)].in_(lang)
    meaning = example.zh if lang == "zh" else example.en
    parts = [f"**{severity}** · {code.title.in_(lang)}", meaning.strip()]
    frame = _frame(code, report, lang)
    shown = [_REPORT.in_(lang), _block("text", frame, lang)] if frame else []
    if example.made:
        return parts + shown
    right, wrong = _lines_around(example)
    fence = _FENCES[Path(example.file).suffix]
    return [
        *parts,
        _WRONG.in_(lang).format(example.file),
        _block(fence, wrong, lang),
        *shown,
        _RIGHT.in_(lang),
        _block(fence, right, lang),
    ]


def _frame(code: Code, report: Report, lang: Language) -> str:
    found, lines = report
    for fault in found:
        if fault.code == code.slug:
            return render_frame(fault, lines, lang)
    return ""


def _block(fence: str, text: str, lang: Language) -> str:
    body = text.strip("\n") or _GONE.in_(lang)
    return f"```{fence}\n{body}\n```"


def _lines_around(example: Example) -> tuple[str, str]:
    """Return the whole lines that hold the right piece, and the wrong one there."""
    text = text_of(example.file)
    start = text.index(example.right)
    end = start + len(example.right)
    first = text.rfind("\n", 0, start) + 1
    last = end if example.right.endswith("\n") else text.index("\n", end)
    before, after = text[first:start], text[end:last]
    return (before + example.right + after, before + example.wrong + after)


def main() -> None:
    """Write every page anew, and delete those of codes that are gone."""
    known = examples()
    wanted = {f"{code.slug}.md" for code in all_codes()}
    for path in PAGES.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for code in all_codes():
        text = page(code, known[code.slug])
        (PAGES / f"{code.slug}.md").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
