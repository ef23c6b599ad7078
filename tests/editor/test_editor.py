"""An ordinary editor with the YAML language server, on our files.

The server is the real one, started over its pipes; the files name their schema in
their first line, as those of a clerk do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hotline_rules.cli.schema import first_line
from tests.editor.language_server import TOP, LanguageServer, find_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

PROFILES = TOP / "profiles"
BUNDLED = sorted(
    [
        *PROFILES.glob("*.yaml"),
        *PROFILES.glob("registers/*.yaml"),
        *PROFILES.glob("cases/*/*.yaml"),
        *(TOP / "src/hotline_rules/data/calendars").glob("CN*.yaml"),
    ]
)
SMALL = sorted(
    path
    for path in (TOP / "tests" / "abilities").glob("*/*.yaml")
    if path.stem == "profile"
)
ZIBO = (PROFILES / "zibo.yaml").read_text("utf-8")
CASES = next((PROFILES / "cases" / "zibo").glob("01-*.yaml"))


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    command = find_server()
    if command is None:
        pytest.skip("no yaml-language-server: `make test` installs it where npm is")
    with LanguageServer(command) as started:
        yield started


def place_of(text: str, words: str, within: int = 0) -> tuple[int, int]:
    """Return line and column of a place in the words, which stand there once."""
    assert text.count(words) == 1, words
    before = text[: text.index(words) + within]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


class Draft:
    """A profile changed by hand and shown to the server beside the bundled ones."""

    number = 0

    def __init__(self, server: LanguageServer, text: str) -> None:
        Draft.number += 1
        self.text = text
        self.server = server
        name = PROFILES / f"draft-{Draft.number}.yaml"  # in the editor only
        self.uri = server.open(name, text)
        self.found = server.diagnostics(self.uri)

    def underlined(self) -> list[tuple[str, str]]:
        """Return the texts underlined, each with what is said."""
        lines = self.text.splitlines()
        shown = []
        for one in self.found:
            start, end = one["range"]["start"], one["range"]["end"]
            line = lines[start["line"]]
            shown.append((line[start["character"] : end["character"]], one["message"]))
        return shown

    def hover(self, words: str) -> str:
        """Return what is shown over the first letter of the words."""
        return self.server.hover(self.uri, *place_of(self.text, words))

    def offered(self, words: str) -> dict[str, str]:
        """Return what is offered behind the words, each with its explanation."""
        place = place_of(self.text, words, len(words))
        offers = self.server.completion(self.uri, *place)
        return {label: one.get("documentation", "") for label, one in offers.items()}


def changed(old: str, new: str) -> str:
    assert ZIBO.count(old) >= 1, old
    return ZIBO.replace(old, new, 1)


# --- nothing is underlined in what is right -------------------------------------------


@pytest.mark.parametrize(
    "path", BUNDLED, ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_bundled_file__has_nothing_underlined(
    server: LanguageServer, path: Path
) -> None:
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=")
    assert server.diagnostics(server.open(path)) == []


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.parent.name)
def test_small_profile__has_nothing_underlined(
    server: LanguageServer, path: Path
) -> None:
    text = f"{first_line('profile')}\n{path.read_text('utf-8')}"
    assert Draft(server, text).underlined() == []


def test_schema__that_is_not_there_would_be_noticed(server: LanguageServer) -> None:
    """The tests above would not pass for want of a schema."""
    text = ZIBO.replace("schema/profile", "schema/nothing", 1)
    assert Draft(server, text).found != []


# --- what is wrong is underlined ------------------------------------------------------


def test_misspelt_key__is_underlined(server: LanguageServer) -> None:
    draft = Draft(server, changed("    one_per: unit", "    one_pre: unit"))
    ((text, message),) = draft.underlined()
    assert text == "one_pre"
    assert message == "属性 one_pre 不被允许。"


def test_word_outside_its_list__is_underlined(server: LanguageServer) -> None:
    draft = Draft(server, changed("          hit: first", "          hit: frist"))
    ((text, message),) = draft.underlined()
    assert text == "frist"
    assert message == '值无效。允许的值："first", "unique"。'


def test_missing_key__is_underlined_at_its_block(server: LanguageServer) -> None:
    draft = Draft(server, changed("  handle:\n    title: 办理期限\n", "  handle:\n"))
    ((text, message),) = draft.underlined()
    assert text == "handle"
    assert "title" in message


def test_key_of_a_change__is_not_one_of_a_rule(server: LanguageServer) -> None:
    draft = Draft(server, changed("    one_per: unit", "    moves_to: due"))
    ((text, _),) = draft.underlined()
    assert text == "moves_to"


@pytest.mark.parametrize(
    ("old", "new", "underlined"),
    [
        ("    story: ", "    stroy: ", "stroy"),
        (
            "- 2021-03-01 10:00 dispatched 张店区",
            "- 3月1号 dispatched 张店区",
            "3月1号",
        ),
        ("        light: yellow", "        light: orange", "orange"),
        ("            state: running", "            stat: running", "stat"),
    ],
)
def test_case_file__faults_are_underlined(
    server: LanguageServer, old: str, new: str, underlined: str
) -> None:
    text = CASES.read_text("utf-8")
    assert old in text
    name = CASES.with_name(f"draft-{underlined}.yaml")
    changed_text = text.replace(old, new, 1)
    found = server.diagnostics(server.open(name, changed_text))
    at = changed_text[: changed_text.index(underlined)].count("\n")
    assert at in {one["range"]["start"]["line"] for one in found}


# --- explanations on hover ------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("documents:\n", "依据的文件"),
        ("in_force:\n", "有效期"),
        ("emergency_received:\n", "给事件起的名字"),
        ("handle:\n    title: 办理期限", "由什么触发"),
        ("forwarding: reading.T17\n", "转交下级"),
        ("if_facts_change: reading.T19\n", "类别变了"),
        ("redo_ordered: {reading.T11-redo: fresh}", "重办（事件）"),
    ],
)
def test_hover__explains_a_key_in_chinese(
    server: LanguageServer, words: str, said: str
) -> None:
    assert said in Draft(server, ZIBO).hover(words)


# --- completion -----------------------------------------------------------------------


def test_completion__offers_the_keys_of_a_rule(server: LanguageServer) -> None:
    line = "    title: 办理期限\n"
    draft = Draft(server, changed(line, f"{line}    w\n"))
    offered = draft.offered(f"{line}    w")
    assert {"within", "when", "target"} <= set(offered)
    assert not {"who", "again", "marks"} & set(offered)  # they stand there already
    assert "多长时间" in offered["within"]
    assert "moves_to" not in offered


@pytest.mark.parametrize(
    ("line", "word", "said"),
    [
        ("    if_facts_change: ", "follow", "按新的类别"),
        ("    do: ", "urge", "催办"),
        ("    penalty: ", "yellow_card", "黄牌"),
        ("    from: ", "dispatched", "派发"),
        ("    who: ", "platform", "热线平台"),
        ("    again: ", "replaces", "重新计时"),
    ],
)
def test_completion__offers_words_with_their_meaning(
    server: LanguageServer, line: str, word: str, said: str
) -> None:
    rule = f"rules:\n  draft:\n    title: 草稿\n{line}\n"
    draft = Draft(server, re.sub(r"(?ms)^rules:\n.*", rule, ZIBO))
    assert said in draft.offered(f"    title: 草稿\n{line}")[word]


def test_completion__offers_what_an_event_carries(server: LanguageServer) -> None:
    rule = "rules:\n  draft:\n    from:\n      return_decided:\n        d\n"
    draft = Draft(server, re.sub(r"(?ms)^rules:\n.*", rule, ZIBO))
    assert draft.offered("return_decided:\n        d")["decision"] == "决定"
