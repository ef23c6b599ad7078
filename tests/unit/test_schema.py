"""The shape of profiles: every finding located, one report for one cause."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.cli.schema import KINDS, first_line, schema_text
from hotline_rules.profile import profile_schema
from hotline_rules.profile.calendar_files import ENTRY_KEYS, FILE_KEYS
from hotline_rules.profile.calendar_schema import calendar_schema
from hotline_rules.profile.node import Node
from hotline_rules.profile.schema import ProfileModel
from hotline_rules.profile.schema_types import Model
from hotline_rules.profile.shape import check_register, check_shape
from hotline_rules.profile.source import read_yaml
from hotline_rules.scenarios.jsonschema import cases_schema
from hotline_rules.scenarios.reading import CASE_KEYS, LOOK_KEYS
from tests.diagnostics.expected import inputs, report
from tests.unit.test_source import assert_inside

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Diagnostic

TOP = Path(__file__).parents[2]
PROFILES = sorted((TOP / "profiles").glob("*.yaml"))
SMALL = [path for path in inputs("good") if path.stem.startswith("profile-")]


def shape_of(text: str) -> tuple[list[Diagnostic], list[str]]:
    root, _, lines = read_yaml("p.yaml", text.encode())
    return (check_shape(root) if root else []), lines


@pytest.mark.parametrize("path", inputs("shape"), ids=lambda path: path.stem)
def test_bad_profile__gives_exactly_its_report(path: Path) -> None:
    assert report(path) == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_bundled_profiles__have_the_shape(path: Path) -> None:
    root, found, _ = read_yaml(path.name, path.read_bytes())
    assert root is not None
    assert found + check_shape(root) == []


def test_misspelt_key__is_one_fault_not_two() -> None:
    text = PROFILES[0].read_text("utf-8").replace("\ntitle:", "\ntitel:", 1)
    found, lines = shape_of(text)
    assert [(d.code, d.span and d.span.text(lines)) for d in found] == [
        ("unknown-key", "titel")
    ]
    assert found[0].fix is not None
    assert "`title`" in found[0].fix.zh


def test_shape__leaves_no_finding_of_the_schema_untold() -> None:
    found, _ = shape_of("format: [1]\nrules: {x: {marks: {m: [1]}, cases: [2]}}\n")
    assert {d.code for d in found} == {"idle-key", "missing-key", "wrong-kind"}
    assert len([d for d in found if d.code == "wrong-kind"]) == 3


# --- the JSON Schema ---


def test_schema__is_stable_and_of_its_dialect() -> None:
    first, second = json.dumps(profile_schema()), json.dumps(profile_schema())
    assert first == second
    assert profile_schema()["$schema"].endswith("2020-12/schema")


def test_schema__knows_no_null_and_no_pydantic_words() -> None:
    text = json.dumps(profile_schema())
    assert '"null"' not in text
    assert "discriminator" not in text


def _models(model: type[Model] = Model) -> list[type[Model]]:
    return [m for sub in model.__subclasses__() for m in (sub, *_models(sub))]


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_keys__are_described_in_both_languages_with_an_example(
    model: type[Model],
) -> None:
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert field.description, name
        assert isinstance(extra, dict), name
        assert extra["x-description-en"], name
        assert field.examples, name


@pytest.mark.parametrize("kind", KINDS)
def test_schema__tells_of_every_key_in_chinese_with_an_example(kind: str) -> None:
    """Every key and every word of a closed list, however deep."""
    schema = json.loads(schema_text(kind))
    untold: list[tuple[str | int, ...]] = []

    def is_chinese(text: str) -> bool:
        return any("\u4e00" <= char <= "\u9fff" for char in text)

    def walk(part: Any, path: tuple[str | int, ...]) -> None:
        if isinstance(part, list):
            for index, item in enumerate(part):
                walk(item, (*path, index))
            return
        if not isinstance(part, dict):
            return
        for name, key in part.get("properties", {}).items():
            if not (is_chinese(key.get("description", "")) and key.get("examples")):
                untold.append((*path, name))
        said = part.get("enumDescriptions", [])
        for word, meaning in zip_longest(part.get("enum", []), said, fillvalue=""):
            if isinstance(word, str) and not is_chinese(meaning):
                untold.append((*path, word))
        for name, value in part.items():
            if name not in {"examples", "enum", "enumDescriptions", "required"}:
                walk(value, (*path, name))

    walk(schema, ())
    assert untold == []
    assert len(schema.get("properties", schema.get("patternProperties", ()))) >= 1


def test_schema__proposes_the_vocabulary_and_lets_other_names_through() -> None:
    words = profile_schema()["$defs"]["words.actions"]
    listed, others = words["anyOf"]
    titles = dict(zip(listed["enum"], listed["enumDescriptions"], strict=True))
    assert titles["urge"] == "催办"
    assert others == {"type": "string"}


def test_schema_of_calendars__has_the_keys_that_are_read() -> None:
    keys = calendar_schema()["properties"]
    assert set(keys) == set(FILE_KEYS)
    assert set(keys["notices"]["items"]["properties"]) == set(ENTRY_KEYS)


def test_schema_of_cases__has_the_keys_that_are_read() -> None:
    schema = cases_schema()
    case = schema["properties"]["cases"]["items"]
    assert set(case["properties"]) == set(CASE_KEYS)
    assert set(schema["$defs"]["look"]["properties"]) == set(LOOK_KEYS)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_file__beside_the_profiles_is_the_current_one(kind: str) -> None:
    path = TOP / "profiles" / "schema" / f"{kind}.schema.json"
    assert path.read_text("utf-8") == schema_text(kind), "run tools/reference_pages.py"


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [("profile", "*.yaml"), ("register", "registers/*"), ("cases", "cases/*/*.yaml")],
)
def test_bundled_files__name_their_schema(kind: str, pattern: str) -> None:
    for path in (TOP / "profiles").glob(pattern):
        line = path.read_text("utf-8").partition("\n")[0]
        assert line == first_line(kind)
        named = path.parent / line.partition("=")[2]
        assert named.resolve() == TOP / f"profiles/schema/{kind}.schema.json"


def test_schema__has_a_definition_for_every_reference() -> None:
    schema = profile_schema()

    def references(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*(references(value) for value in part.values()))
        if isinstance(part, list):
            return set().union(*map(references, part))
        return set()

    known = {f"#/$defs/{name}" for name in schema["$defs"]}
    assert references(schema) <= known
    assert set(schema["required"]) == {
        field.alias or name
        for name, field in ProfileModel.model_fields.items()
        if field.is_required()
    }


# --- laws ---

_VALUES = st.recursive(
    st.sampled_from(["x", "reading.T04", "5", "0.5", "true", "2021-02-04", '""', "~"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(
                ["by", "rows", "hit", "is", "if", "title", "cite", "a", "at"]
            ),
            inner,
            max_size=3,
        ).map(lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}")
    ),
    max_leaves=6,
)


def _paths(node: Node) -> list[Node]:
    return [node, *(sub for child in node.children() for sub in _paths(child))]


@given(st.sampled_from(SMALL), st.data())
def test_shape__never_raises_and_points_inside(path: Path, draw: st.DataObject) -> None:
    """Whatever value stands anywhere in a profile, the check answers with places."""
    root, _, lines = read_yaml("p.yaml", path.read_bytes())
    assert root is not None
    node = draw.draw(st.sampled_from(_paths(root)))
    other, _, _ = read_yaml("p.yaml", f"v: {draw.draw(_VALUES)}".encode())
    assert other is not None
    value = other.at(("v",))
    assert value is not None
    node.value = _moved(value, node).value
    for d in check_shape(root):
        assert d.span is not None
        assert_inside(d.span, lines)


def _moved(node: Node, to: Node) -> Node:
    """Return the same value at another place."""
    moved = Node(to.span, to.key_span, to.path, node.value)
    if isinstance(node.value, dict):
        moved.value = {
            key: _moved(child, Node(to.span, to.span, (*to.path, key), None))
            for key, child in node.value.items()
        }
    elif isinstance(node.value, list):
        moved.value = [
            _moved(child, Node(to.span, None, (*to.path, i), None))
            for i, child in enumerate(node.value)
        ]
    return moved


@given(st.text(max_size=60))
def test_shape__never_raises_on_text(text: str) -> None:
    shape_of(text)


# --- registers ---


def register_of(text: str) -> list[tuple[str, str]]:
    root, found, lines = read_yaml("r.yaml", text.encode())
    assert root is not None
    found = found + check_register(root)
    return [(d.code, d.span.text(lines) if d.span else "") for d in found]


@pytest.mark.parametrize(
    "path", sorted((TOP / "profiles" / "registers").glob("*.yaml"))
)
def test_bundled_registers__have_the_shape(path: Path) -> None:
    assert register_of(path.read_text("utf-8")) == []


def test_register__faults_are_located() -> None:
    first = "ZB-1-a: {at: 第一条, gst: 大意}\nzb: {gist: 甲}\n"
    text = f"{first}ZB-2: 第二条\nZB-3-b: {{at: }}\n"
    assert register_of(text) == [
        ("unknown-key", "gst"),
        ("bad-form", "zb"),
        ("missing-key", "zb"),
        ("wrong-kind", "第二条"),
        ("missing-value", "at"),
    ]


def test_register__that_is_a_list_is_refused() -> None:
    assert [code for code, _ in register_of("- a\n")] == ["not-a-mapping"]
