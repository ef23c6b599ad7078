"""The registers against the documents: every clause is there, in our own words."""

import csv
import re
from pathlib import Path

import pytest

from hotline_rules.profile.source import read_yaml
from tests.support.cases import plain

ROOT = Path(__file__).resolve().parents[2]
REGISTERS = {
    "zb2021": "ZB-",
    "qy2015": "QY2015-",
    "qy2019": "QY2019-",
    "sc2021": "SC-",
    "yl2022": "YL-",
}
CITIES = {"zb": "zibo", "qy": "qingyuan", "sc": "shicheng", "yl": "yulin"}
NEEDED = {"at", "line", "class", "computable", "gist", "en"}
CLASSES = {"organisational": "organisational-not-computable"}  # ours is shorter
LONGEST_GIST = 30
COPIED = 9  # so many characters in a row are a sentence of the source, not a term
NAMES = re.compile(
    "淄博12345政务服务便民热线运行管理办法|12345政府服务热线(效能监察|疑难工单)"
    "|玉林市12345政务服务便民热线快速联动机制"
    "|石城县12345政务服务便民热线工单办理制度"
    "|县政府热线分管领导|相关工作分管县领导|疑难工单协调督办|市民投诉中心|政务服务数据管理局|人民政府办公室|[0-9]+"
)  # names and dates are as they are


def register(document: str) -> dict[str, dict[str, str]]:
    path = ROOT / "profiles" / "registers" / f"{document}.yaml"
    root, found, _ = read_yaml(path.name, path.read_bytes())
    assert root is not None
    assert not found
    entries: dict[str, dict[str, str]] = plain(root)
    return entries


@pytest.mark.parametrize("document", REGISTERS)
def test_entries_are_short_and_complete(document: str) -> None:
    for id_, entry in register(document).items():
        assert id_.startswith(REGISTERS[document])
        assert NEEDED <= set(entry) <= NEEDED | {"no_rule"}, id_
        assert 0 < len(entry["gist"]) <= LONGEST_GIST, id_


@pytest.mark.parametrize("document", REGISTERS)
def test_every_clause_is_registered(document: str, data_folder: Path) -> None:
    """Each stands in its place with its facts, none is left out, none is added."""
    with (data_folder / "law" / "clauses.csv").open(encoding="utf-8-sig") as lines:
        rows = [
            (row["id"], row["src_line"], row["class"], row["computable"])
            for row in csv.DictReader(lines)
            if row["id"].startswith(REGISTERS[document])
        ]
    ours = [
        (id_, str(entry["line"]), CLASSES.get(entry["class"], entry["class"]))
        + (entry["computable"],)
        for id_, entry in register(document).items()
    ]
    assert ours == rows


@pytest.mark.parametrize("document", REGISTERS)
def test_nothing_is_copied(document: str, data_folder: Path) -> None:
    """Titles of documents and terms of art aside, the words are ours."""
    source = letters(
        (data_folder / "law" / "documents" / f"{document}.txt").read_text("utf-8")
    )
    runs = {source[i : i + COPIED] for i in range(len(source) - COPIED + 1)}
    city = CITIES[document[:2]]
    files = [ROOT / "profiles" / "registers" / f"{document}.yaml"]
    files += [ROOT / "profiles" / f"{city}.yaml"]
    files += sorted((ROOT / "profiles" / "cases" / city).glob("*.yaml"))
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            ours = letters(line)
            copied = [
                ours[i : i + COPIED]
                for i in range(len(ours) - COPIED + 1)
                if ours[i : i + COPIED] in runs
            ]
            assert not copied, (path.name, line.strip())


def letters(text: str) -> str:
    """Leave only what carries meaning; where a name stood, runs of characters end."""
    return re.sub(r"[^|a-z一-鿿]", "", NAMES.sub("|", text))
