"""The pages about the language: their examples load, their tables are current."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

from hotline_rules.profile import check_profile
from hotline_rules.profile.reference import key_tables
from hotline_rules.profile.schema_types import Model, flow
from hotline_rules.profile.source import read_yaml
from tests.support.profiles import compile_text, profile_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from hotline_rules.diagnostics.model import Language

TOP = Path(__file__).parents[2]
CHINESE = TOP / "docs" / "zh" / "规则语言.md"
ENGLISH = TOP / "docs" / "profile-format.md"


def blocks(page: Path) -> list[str]:
    return re.findall(r"(?ms)^```yaml\n(.*?)^```$", page.read_text("utf-8"))


def test_chinese_page__is_a_whole_profile(tmp_path: Path) -> None:
    parts = blocks(CHINESE)
    register = next(part for part in parts if part.startswith("# registers/"))
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "moushi.yaml").write_text(register, "utf-8")
    path = tmp_path / "moushi.yaml"
    path.write_text("".join(part for part in parts if part is not register), "utf-8")
    profile, found, _ = check_profile(path)
    assert found == []
    assert profile is not None
    assert profile.id == "moushi"


def test_page_of_measures__its_examples_compile() -> None:
    first, bulletin = blocks(TOP / "docs" / "zh" / "考核.md")
    for text in (first, bulletin.replace("QY2015-9-1 第九条", "A-1 第一条")):
        head, _, body = text.partition("\n")
        assert head == "measures:"
        outcome = compile_text(profile_text(measures=dedent(body)))
        assert [d.headline.en for d in outcome.found if d.severity == "error"] == []


@pytest.mark.parametrize("text", blocks(ENGLISH))
def test_english_page__has_readable_examples(text: str) -> None:
    root, found, _ = read_yaml("p.yaml", text.encode())
    assert root is not None
    assert found == []


def keys() -> Iterator[tuple[str, FieldInfo]]:
    """Yield every key of the language and of registers, with its model."""
    seen: list[type[Model]] = [Model]
    for model in seen:
        seen += [one for one in model.__subclasses__() if one not in seen]
    for model in seen:
        for name, field in model.model_fields.items():
            yield f"{model.__name__}.{name}", field


@pytest.mark.parametrize(("name", "field"), list(keys()))
def test_tables__every_example_can_be_written(name: str, field: FieldInfo) -> None:
    """What stands in the last column is read and held against the schema."""
    example = field.examples[0] if field.examples else None
    root, found, _ = read_yaml("p.yaml", f"key: {flow(example)}".encode())
    assert root is not None, found
    plain = root.plain()
    assert isinstance(plain, dict)
    if example not in ({}, []):  # of what is too long for a cell there is none
        TypeAdapter(field.rebuild_annotation()).validate_python(plain["key"])


@pytest.mark.parametrize(("page", "lang"), [(CHINESE, "zh"), (ENGLISH, "en")])
def test_tables__are_those_of_the_schema(page: Path, lang: Language) -> None:
    wanted = "run tools/reference_pages.py"
    assert page.read_text("utf-8").endswith(f"\n{key_tables(lang)}\n"), wanted
