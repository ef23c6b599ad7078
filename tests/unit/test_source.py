"""YAML to a tree with places: every fault located, nothing raised, nothing guessed."""

# ruff: noqa: RUF001 - full-width marks are what is tested

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.diagnostics import Diagnostic, Span
from hotline_rules.profile.source import MAX_BYTES, MAX_DEPTH, read_yaml
from tests.diagnostics.expected import check, inputs, report

if TYPE_CHECKING:
    from hotline_rules.profile.node import Node

TOP = Path(__file__).parents[2]


def read(text: str | bytes) -> tuple[Node | None, list[Diagnostic], list[str]]:
    return read_yaml("p.yaml", text.encode() if isinstance(text, str) else text)


def tree(text: str) -> Node:
    root, found, _ = read(text)
    assert root is not None
    assert found == []
    return root


def codes_of(text: str | bytes) -> list[str]:
    return [d.code for d in read(text)[1]]


@pytest.mark.parametrize("path", inputs("reading"), ids=lambda path: path.stem)
def test_bad_file__gives_exactly_its_report(path: Path) -> None:
    assert report(path) == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("path", inputs("good"), ids=lambda path: path.stem)
def test_good_file__gives_no_report(path: Path) -> None:
    assert check(path)[0] == []


# --- values and places ---


def test_values__follow_the_core_of_yaml_1_2() -> None:
    numbers = "5, -3, +4, 0, 0.50"
    others = "true, FALSE, 2021-02-04, 17:30, yes, 1_000, '5', null"
    assert tree(f"a: [{numbers}, {others}]").plain() == {
        "a": [
            5,
            -3,
            4,
            0,
            Decimal("0.50"),
            True,
            False,
            date(2021, 2, 4),
            "17:30",
            "yes",
            "1_000",
            "5",
            None,
        ]
    }


def test_keys__are_text_as_written() -> None:
    assert tree('{1: a, true: b, "24:00": c, 0.5: d}').plain() == {
        "1": "a",
        "true": "b",
        "24:00": "c",
        "0.5": "d",
    }


def test_spans__cover_keys_and_values() -> None:
    rows = "  - {a: 1, b: [2, 3]}\n  - c: |\n      text\n    d:\n"
    text = f"标题: 办理\nrows:\n{rows}end: x\n"
    root, _, lines = read(text)
    assert root is not None
    shown: dict[tuple[str | int, ...], tuple[str, str]] = {}

    def collect(node: Node) -> None:
        key = node.key_span.text(lines) if node.key_span else ""
        shown[node.path] = key, node.span.text(lines)
        for child in node.children():
            collect(child)

    collect(root)
    assert shown["标题",] == ("标题", "办理")
    assert shown["rows", 0] == ("", "{a: 1, b: [2, 3]}")
    assert shown["rows", 0, "b"] == ("b", "[2, 3]")
    assert shown["rows", 0, "b", 1] == ("", "3")
    assert shown["rows", 1, "c"] == ("c", "|\n      text")
    assert shown["rows", 1, "d"] == ("d", "")
    assert shown["rows", 1][1].endswith("d:")
    assert shown["rows",][1].startswith("- {a: 1")
    assert root.span == Span("p.yaml", 1, 1, 7, 7)


def test_empty_value__stands_behind_its_colon() -> None:
    node = tree("a:\n\nb: 1\n").at(("a",))
    assert node is not None
    assert node.span == Span("p.yaml", 1, 3, 1, 3)


def test_line_ends__of_any_kind_count_alike() -> None:
    for end in ("\n", "\r\n", "\r"):
        root, found, lines = read(f"a: 1{end}b: {{c: 2}}{end}")
        assert root is not None
        assert found == []
        node = root.at(("b", "c"))
        assert node is not None
        assert node.span == Span("p.yaml", 2, 8, 2, 9)
        assert lines == ["a: 1", "b: {c: 2}", ""]


def test_at__answers_nothing_where_nothing_is() -> None:
    root = tree("a: [x]\n")
    assert root.at(("a", 0)) is not None
    for path in (("b",), ("a", 1), ("a", -1), ("a", "x"), ("a", 0, "y"), ("b", "c")):
        assert root.at(path) is None


# --- bytes ---


def test_gb18030__is_named_and_read_all_the_same() -> None:
    data = "标题: 办理时限\n类型：咨询\n".encode("gb18030")
    _, found, lines = read(data)
    assert found[0].code == "not-utf8"
    assert "GB18030" in found[0].headline.zh
    assert found[0].fix is not None
    assert "另存为" in found[0].fix.zh
    assert found[0].span == Span("p.yaml", 1, 1, 1, 2)
    assert lines[0] == "标题: 办理时限"


def test_utf16__is_named() -> None:
    root, found, _ = read("\ufefftitle: 甲".encode("utf-16-le"))
    assert root is not None
    assert "UTF-16" in found[0].headline.en


def test_bad_bytes__are_each_found_in_a_utf8_file() -> None:
    _, found, lines = read("标题: 办理\n".encode() + b"a: \xff\nb: x\xc3\x28\n")
    assert [
        (d.code, d.span and d.span.line, d.span and d.span.column) for d in found
    ] == [
        ("not-utf8", 2, 4),
        ("not-utf8", 3, 5),
    ]
    assert "FF" in found[0].headline.zh
    assert lines[1] == "a: \ufffd"


def test_bytes_of_no_encoding__are_found() -> None:
    assert set(codes_of(b"a: \xff\xfd\x81\n\x80: \xff\n")) == {"not-utf8"}


def test_bom__is_found_at_the_start_and_inside() -> None:
    root, found, lines = read(b"\xef\xbb\xbfa: 1\nb: \xef\xbb\xbf2\n")
    assert root is not None
    assert [(d.code, d.span and d.span.line) for d in found] == [("bom", 1), ("bom", 2)]
    assert lines[0] == "a: 1"


def test_nul_and_controls__are_found_and_the_rest_is_read() -> None:
    root, found, _ = read("a\x00b: 1\nc: \x85x\u2028y\n")
    assert root is not None
    assert [d.code for d in found] == ["control-character"] * 3


def test_many_faults_of_a_kind__are_told_with_a_count() -> None:
    _, found, _ = read(b"a: " + b"\x00" * 1000)
    assert len(found) == 200
    assert "800" in found[-1].headline.zh


def test_many_wrong_marks__are_told_with_a_count() -> None:
    _, found, _ = read("a：1\n" * 5000)
    assert len(found) <= 202
    assert any("4800" in d.headline.zh for d in found)


def test_size__is_limited() -> None:
    root, found, lines = read(b"a: 1\n" * 2_000_000)
    assert root is None
    assert [d.code for d in found] == ["file-too-big"]
    assert "10,000,000" in found[0].headline.zh
    assert lines == [""]


# --- structure ---


@pytest.mark.parametrize("text", ["", "\n\n", "# x\n", "---\n", "null", "~", "--- # x"])
def test_nothing__is_an_empty_file(text: str) -> None:
    assert codes_of(text) == ["empty-file"]


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "{a: " * 5000, "? " * 5000])
def test_depth__is_limited(text: str) -> None:
    assert codes_of(text) == ["nested-too-deep"]


def test_depth__within_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 1
    assert codes_of("[" * depth + "x" + "]" * depth) == []


def test_alias_bomb__is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    start = perf_counter()
    root, found, _ = read("\n".join(lines))
    assert perf_counter() - start < 5
    assert root is not None
    assert {d.code for d in found} == {"anchor", "alias"}


def test_duplicate_key__keeps_the_first_and_shows_both() -> None:
    root, found, _ = read("a: 1\nb: 2\na: 3\n")
    assert root is not None
    assert root.plain() == {"a": 1, "b": 2}
    assert found[0].related[0].span == Span("p.yaml", 1, 1, 1, 2)


@pytest.mark.parametrize("text", ["a: 010", "a: *x", "a: !t x", "a: 2021-13-01"])
def test_broken_values__are_marked(text: str) -> None:
    root, found, _ = read(text)
    assert root is not None
    node = root.at(("a",))
    assert node is not None
    assert node.broken
    assert len(found) == 1


def test_first_error_of_broken_yaml__is_added_and_checks_wait() -> None:
    assert codes_of("a: [1\nb: 2\n") == ["yaml-syntax", "checks-wait"]


@pytest.mark.parametrize(
    "text",
    ['a: "\\UFFFFFFFF"', 'a: "\\xZZ"', "!<%ff> x", "%TAG ! x", "a: !<tag:%E0> b"],
)
def test_what_the_parser_stumbles_over__is_a_diagnostic(text: str) -> None:
    assert read(text)[1]


def test_2000_lines__are_read_in_a_part_of_a_second() -> None:
    rule = (TOP / "profiles" / "zibo.yaml").read_text("utf-8")
    text = "\n".join(f"r{i}:\n" + _indented(rule) for i in range(2))
    assert text.count("\n") > 2000
    start = perf_counter()
    read(text)
    assert perf_counter() - start < 10  # 0.3 on a quiet machine


def _indented(text: str) -> str:
    return "\n".join("  " + line for line in text.splitlines())


# --- laws ---

_PIECES = st.sampled_from(
    [
        *"{}[]｛｝［］,，:：-－#＃\"'“”‘’&*!|>%@`?\n\t　 \\\0\ufeff",
        "\n  ",
        "\n    - ",
        ": ",
        "： ",
        "title",
        "办理",
        "- ",
        "<<",
        "---\n",
        "010",
        "2021-02-30",
        "|\n",
        "&a ",
        "*a",
        "\r\n",
        "\r",
        "\x85",
        "\u2028",
        "# ",
        '"',
        "null",
        "~",
    ]
)
_REAL = [
    path.read_bytes()
    for path in (*sorted((TOP / "profiles").glob("*.yaml")), *inputs("good"))
]


def assert_sound(data: bytes) -> None:
    """No exception, and every span lies inside its file."""
    root, found, lines = read_yaml("p.yaml", data)
    assert root is not None or found
    for d in found:
        assert d.headline.zh
        assert d.headline.en
        for span in (d.span, *(label.span for label in d.related)):
            if span is not None:
                assert_inside(span, lines)
    if root is not None:
        assert_tree(root, lines)


def assert_inside(span: Span, lines: list[str]) -> None:
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1


def assert_tree(node: Node, lines: list[str]) -> None:
    assert_inside(node.span, lines)
    if node.key_span:
        assert_inside(node.key_span, lines)
    for child in node.children():
        assert_tree(child, lines)


@given(st.binary(max_size=200))
def test_read__never_raises_on_bytes(data: bytes) -> None:
    assert_sound(data)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_read__never_raises_on_pieces_of_yaml(text: str) -> None:
    assert_sound(text.encode())


@given(st.sampled_from(_REAL), st.data())
def test_read__never_raises_on_mutated_files(data: bytes, draw: st.DataObject) -> None:
    text = data[:4000].decode("utf-8", "ignore")
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(text)))
        cut = draw.draw(st.integers(0, 6))
        text = text[:at] + draw.draw(_PIECES) + text[at + cut :]
    assert_sound(text.encode())


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_plain_text__under_a_mark_is_the_text_of_its_span(text: str) -> None:
    root, _, lines = read(text)

    def look(node: Node) -> None:
        if isinstance(node.value, str) and not node.quoted:
            shown = node.span.text(lines)
            if "\n" not in shown:
                plain = shown.removeprefix("&a ")  # an anchor is reported, not read
                assert plain == node.value or "\ufffd" in shown or node.broken
        for child in node.children():
            look(child)

    if root is not None:
        look(root)


def test_limit__is_stated_in_bytes() -> None:
    assert MAX_BYTES == 1_000_000
