"""Profiles from name to rulebook: all faults at once, one report for one cause."""

from __future__ import annotations

import pickle
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_rules.diagnostics import Severity
from hotline_rules.profile import (
    Profile,
    ProfileError,
    check_profile,
    list_profiles,
    load_profile,
)

TOP = Path(__file__).parents[2]
ZIBO = (TOP / "profiles" / "zibo.yaml").read_text("utf-8")


def codes_of(text: str) -> list[str]:
    _, found, _ = check_profile(text.encode(), name="zibo.yaml")
    return [d.code for d in found if d.severity is Severity.ERROR]


@pytest.mark.parametrize("id_", list_profiles())
def test_bundled_profiles__load_without_warnings(id_: str) -> None:
    profile = load_profile(id_)
    assert profile.id == id_
    assert profile.title == profile.rulebook.title
    assert profile.warnings == ()
    assert profile.digest.startswith("sha256:")
    assert f"profiles/{id_}.yaml" in profile.lines


def test_profile__travels_by_pickle() -> None:
    profile = load_profile("zibo")
    copy: Profile = pickle.loads(pickle.dumps(profile))
    assert copy.digest == profile.digest
    assert [rule.id for rule in copy.rulebook.rules] == [
        rule.id for rule in profile.rulebook.rules
    ]


def test_digest__is_the_same_for_any_line_ends_and_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "copy.yaml"
    path.write_bytes(ZIBO.replace("\n", "\r\n").encode())
    assert load_profile(path).digest == load_profile("zibo").digest


def test_digest__changes_with_text_readings_and_validity() -> None:
    changed = ZIBO.replace("5 working days", "3 working days")
    profile, _, _ = check_profile(changed.encode())
    assert profile is not None
    digests = {
        profile.digest,
        load_profile("zibo").digest,
        load_profile("zibo", readings={"T04": "counted"}).digest,
        load_profile("zibo", outside_validity="apply").digest,
    }
    assert len(digests) == 4


def test_digest__does_not_change_when_the_reading_in_use_is_asked_for() -> None:
    asked = load_profile("zibo", readings={"T04": "not_counted"})
    assert asked.digest == load_profile("zibo").digest


def test_error__carries_and_shows_every_fault(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = ZIBO.replace("\n  handle:\n    title: ", "\n  handle:\n    titel: ")
    path.write_text(
        text.replace("otherwise: 5 working days}", "otherwise: 5 days}"), "utf-8"
    )
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    error = caught.value
    assert {d.code for d in error.diagnostics} == {"unknown-key", "wrong-unit"}
    report = str(error)
    assert report.count("mine.yaml:") == len(error.diagnostics)
    assert "    titel: " in report
    assert "是不是 `title`？" in report
    assert report.endswith(f"{len(error.diagnostics)} 个错误")
    assert "error[unknown-key]" in error.render("en")


def test_unknown_profile__is_an_error_with_suggestion() -> None:
    with pytest.raises(ProfileError, match="是不是 `zibo`"):
        load_profile("zibp")


def test_unknown_reading__is_refused() -> None:
    with pytest.raises(ProfileError):
        load_profile("zibo", readings={"T99": "x"})


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("\n  handle:\n    title: ", "\n  handle:\n    titel: ", "unknown-key"),
        ("\n    from: [received", "\n    fron: [received", "unknown-key"),
        ("one_per: unit", "one_pr: unit", "unknown-key"),
        ("after_end: ", "after_ends: ", "unknown-key"),
        ("first_day: reading.T04", "firstday: reading.T04", "unknown-key"),
        ("chosen: not_counted", "choosen: not_counted", "unknown-key"),
        (
            "{title: 视为超期办理件, of: unit}",
            "{title：视为超期办理件, of: unit}",
            "fullwidth-mark",
        ),
        ("light: red", "light: rde", "unknown-word"),
        ("zone: Asia/Shanghai", "zone: 010", "odd-number"),
        ("weakest_first:", "weakest_frist:", "unknown-key"),
    ],
)
def test_one_cause__has_one_report(before: str, after: str, code: str) -> None:
    assert before in ZIBO
    assert codes_of(ZIBO.replace(before, after, 1))[:1] == [code]
    assert len(codes_of(ZIBO.replace(before, after, 1))) == 1


def test_missing_register__is_located() -> None:
    named = ZIBO.partition("clauses: ")[2].partition("\n")[0]
    text = ZIBO.replace(f"clauses: {named}", "clauses: registers/nowhere.yaml")
    _, found, lines = check_profile(text.encode(), name="zibo.yaml")
    fault = next(d for d in found if d.code == "file-not-found")
    assert fault.span is not None
    assert fault.span.text(lines["zibo.yaml"]) == "registers/nowhere.yaml"


@pytest.mark.parametrize("data", [b"", b"[]", b"x", b"\x00\xff", b"a: 1\n" * 400_000])
def test_no_profile_at_all__is_told(data: bytes) -> None:
    profile, found, _ = check_profile(data)
    assert profile is None
    assert found


def test_2000_lines__load_in_a_second() -> None:
    head, _, rules = ZIBO.partition("\nrules:\n")
    rules = rules.partition("\nladders:")[0]
    more = rules.count("\n") and 2000 // ZIBO.count("\n") + 1
    copies = "\n".join(
        f"  extra_{i}_{j}:\n    title: 加\n    cite: ZB-10-1 第十条\n"
        "    from: ticket_created\n    who: platform\n    must: archived\n"
        "    do: complete_ticket\n    within: none\n    one_per: ticket\n"
        "    again: ignored\n"
        for i in range(more)
        for j in range(50)
    )
    text = ZIBO.replace("\nrules:\n", f"\nrules:\n{copies}\n", 1)
    assert text.count("\n") > 2000
    assert head in text
    start = perf_counter()
    profile, found, _ = check_profile(text.encode(), name="zibo.yaml")
    assert perf_counter() - start < 10  # 0.5 on a quiet machine
    assert profile is not None, [d.headline.zh for d in found]


# --- laws ---

_LINES = ZIBO.split("\n")
_PIECES = ["：", "，", "“", "\t", "{", "]", ": ", "- ", "&a ", "*a", "null", "5"]
_VALUES = ["x", "[]", "{}", "5 days", "{by: reading.T04}", "handle.red", "2021-01-01"]


@settings(max_examples=25)
@given(st.data())
def test_load__never_raises_and_points_inside_its_files(data: st.DataObject) -> None:
    lines = list(_LINES)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[at].partition(": ")
        if colon and data.draw(st.booleans()):
            lines[at] = f"{key}: {data.draw(st.sampled_from(_VALUES))}"
        else:
            piece, column = data.draw(st.sampled_from(_PIECES)), len(key) // 2
            lines[at] = key[:column] + piece + key[column:] + lines[at][len(key) :]
    profile, found, shown = check_profile("\n".join(lines).encode(), name="zibo.yaml")
    assert profile is not None or any(d.severity is Severity.ERROR for d in found)
    for d in found:
        if d.span is not None:
            known = shown[d.span.file]
            assert 1 <= d.span.line <= d.span.end_line <= len(known)
            assert d.span.column <= len(known[d.span.line - 1]) + 1
            assert d.span.end_column <= len(known[d.span.end_line - 1]) + 1


@pytest.mark.parametrize("word", ["nope", "", "Apply"])
def test_outside_validity__another_word_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match='"profile" or "apply"'):
        load_profile("zibo", outside_validity=word)  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", ["T01=x", ["T01"], {"T01": 1}, {1: "x"}])
def test_readings__what_is_no_mapping_of_texts_is_refused(asked: object) -> None:
    with pytest.raises(TypeError, match="`readings` maps codes to options"):
        load_profile("zibo", readings=asked)  # type: ignore[arg-type]
