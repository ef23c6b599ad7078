"""The two YAML parsers: whichever reads, the same tree, places and faults."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.profile import parsing
from hotline_rules.profile.source import MAX_DEPTH, read_yaml

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.profile.node import Node

TOP = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("profiles", "tests", "examples", "docs", "src")
    for path in (TOP / folder).rglob("*.yaml")
)
BUNDLED = [path for path in FILES if path.is_relative_to(TOP / "profiles")]

needs_libyaml = pytest.mark.skipif(
    parsing.LIBYAML is None, reason="PyYAML is without its libyaml here"
)


def both(data: bytes) -> list[tuple[Node | None, list[Diagnostic], list[str]]]:
    """What is read with libyaml, and without."""
    with pytest.MonkeyPatch.context() as patch:
        first = read_yaml("p.yaml", data)
        patch.setattr(parsing, "LIBYAML", None)
        return [first, read_yaml("p.yaml", data)]


def quickly(text: str) -> bool:
    return parsing._sure_events(text, MAX_DEPTH) is not None


@needs_libyaml
def test_every_file_of_the_project__is_read_the_same_by_both() -> None:
    assert len(FILES) > 200
    for path in FILES:
        quick, slow = both(path.read_bytes())
        assert quick == slow, path


@needs_libyaml
def test_every_bundled_file__is_read_quickly() -> None:
    assert len(BUNDLED) > 50
    slow = [path for path in BUNDLED if not quickly(path.read_text("utf-8"))]
    assert slow == []


# fmt: off
_PIECES = st.sampled_from([
    "a", "b", "k: ", ": ", "- ", "\n", "\n  ", "\n    ", " ", "  ", "'", '"', "#",
    " # c", "|", ">", "|-\n", ">+", ">1-\n", "[", "]", "{", "}", ",", ", ", "?", "? ",
    "&a ", "*a", "!t ", "! ", "%YAML 1.2\n", "---", "---\n", "...\n", r"\n", r"\x41",
    r"\/", "\\", "中", "😀", "：", "，", "@", "`", "=", "<<", "0o7", "-", "-x", ":x",
    "::", "''", "1:2", "2021-03-17 09:00", "a:", "a: b\n", "- c\n", "k:\n", "k:\n  ",
    "~", "null", "\t", "\r", "\u3000", "\x85", "\u2028", "k: |\n  text\n",
    "k: >\n  text\n  more\n\n",
])
# fmt: on


@needs_libyaml
@given(st.lists(_PIECES, max_size=14).map("".join), st.sampled_from(["", "\n"]))
def test_random_text__is_read_the_same_by_both(text: str, end: str) -> None:
    quick, slow = both(f"k: {text}{end}".encode())
    assert quick == slow


@needs_libyaml
@given(st.data())
def test_damaged_file__is_read_the_same_by_both(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(BUNDLED)).read_text("utf-8").split("\n")
    first = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[first : first + 15]) + "\n"
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 4)))
    piece = data.draw(st.just("") | _PIECES)
    quick, slow = both((text[:start] + piece + text[end:]).encode())
    assert quick == slow


# Where the two part company, found by trying millions of random texts.
PARTINGS = {
    "an end of line of YAML 1.1": "k: a \x85 b\n",
    "a separator of lines": "# a\u2028k: 1\n",
    "a separator of paragraphs": "k: 'a\u2029b'\n",
    "a mark of byte order": "k: a\ufeffb\n",
    "a block that begins with blanks": "k: |\n  \n   a\n",
    "a tab": "k:\ta\n",
    "no line feed at the end": "k: |\n  text",
    "a comment glued to the head of a block": "k: |#c\n  text\n",
    "a tag": "k: !t &a b\n",
    "a tag without a name": "k: ! {}\n",
    "an anchor": "k: &a b\n",
    "an alias": "k: *a\n",
    "a directive": "# c\n%YAML 1.2\n---\nk: a\n",
    "several documents": "k: a\n---\nb: c\n",
    "the end of a document": "k: |\n  text\n...\n...\n",
    "a value left out": "k:\n- \nb: c\n",
    "text at the root": "|\n#\n",
    "a block at the margin": "k:\n>\n  \n    a: b\n",
    "what libyaml does not know": "k: {? a}\n? b\n",
    "no YAML": "k: [a\n",
    "too deep": "k: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "\n",
}


@needs_libyaml
@pytest.mark.parametrize("text", PARTINGS.values(), ids=PARTINGS)
def test_where_the_two_part__the_slow_one_is_heard(text: str) -> None:
    assert not quickly(text)
    quick, slow = both(text.encode())
    assert quick == slow


@needs_libyaml
def test_depth__up_to_the_deepest_is_quick() -> None:
    deep = MAX_DEPTH - 1  # the mapping around it is one more
    assert quickly("k: " + "[" * deep + "]" * deep + "\n")


@needs_libyaml
def test_plain_file__needs_the_quick_parser_only() -> None:
    code = (
        "import sys; from hotline_rules.profile.source import read_yaml; "
        "root, found, _ = read_yaml('p', 'k: [甲, 1]\\n'.encode()); "
        "assert root.plain() == {'k': ['甲', 1]} and not found; "
        "print('ruamel.yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]


@pytest.mark.parametrize("hidden", ["yaml", "yaml.cyaml"])
def test_without_libyaml__all_is_read_by_the_other(hidden: str) -> None:
    code = (
        f"import sys; sys.modules['{hidden}'] = None\n"
        "from hotline_rules.profile.source import read_yaml\n"
        "root, found, _ = read_yaml('p', 'k: [甲, 1]\\n'.encode())\n"
        "assert root.plain() == {'k': ['甲', 1]} and not found\n"
        "print('ruamel.yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"True"]
