"""One resolver for bundled profiles, their registers and cases, and calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_rules.diagnostics import Diagnostic
from hotline_rules.profile import bundled
from hotline_rules.profile.bundled import (
    OpenProfile,
    calendar_files,
    case_files,
    list_profiles,
    open_profile,
)


def opened(id_or_path: str | Path) -> OpenProfile:
    found = open_profile(id_or_path)
    assert isinstance(found, OpenProfile)
    return found


def refused(id_or_path: str | Path) -> Diagnostic:
    found = open_profile(id_or_path)
    assert isinstance(found, Diagnostic)
    return found


def test_list__has_both_cities_in_order() -> None:
    ids = list_profiles()
    assert {"qingyuan", "zibo"} <= set(ids)
    assert list(ids) == sorted(ids)


def test_open__by_id() -> None:
    profile = opened("zibo")
    assert profile.name == "profiles/zibo.yaml"
    assert b"city: zibo" in profile.data


def test_open__by_path(tmp_path: Path) -> None:
    path = tmp_path / "copy.yaml"
    path.write_bytes(b"city: x\n")
    for given in (path, str(path)):
        profile = opened(given)
        assert profile.name == str(path)
        assert profile.data == b"city: x\n"


def test_open__an_id_goes_before_a_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zibo").write_bytes(b"mine")
    assert opened("zibo").name == "profiles/zibo.yaml"
    assert opened(Path("zibo")).data == b"mine"


def test_unknown_id__lists_what_there_is_and_suggests() -> None:
    fault = refused("zibp")
    assert fault.code == "unknown-profile"
    assert fault.why is not None
    assert "qingyuan" in fault.why.zh
    assert fault.fix is not None
    assert "`zibo`" in fault.fix.zh


def test_unknown_id__without_a_near_one_asks_for_an_id_or_path() -> None:
    fix = refused("atlantis").fix
    assert fix is not None
    assert ".yaml" in fix.en


@pytest.mark.parametrize("given", ["nowhere.yaml", "./zibo", Path("nowhere")])
def test_missing_file__is_named(given: str | Path) -> None:
    assert refused(given).code == "file-not-found"


def test_folder__is_no_profile(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "file-unreadable"


@pytest.mark.parametrize("given", ["", "a\0b", "x" * 5000, "/x" * 5000])
def test_odd_names__are_refused_not_raised(given: str) -> None:
    assert refused(given).fix is not None


def test_unreadable_file__says_what_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"")

    def fail(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)
    fault = refused(path)
    assert fault.code == "file-unreadable"
    assert fault.why is not None
    assert fault.why.zh == "系统的说法：没有权限，或者正被别的程序占用"
    assert fault.why.en == "the system says: Permission denied"


def test_beside__looks_next_to_the_profile_first(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "zb.yaml").write_bytes(b"mine")
    (tmp_path / "zb.yaml").write_bytes(b"city: x")
    found = opened(tmp_path / "zb.yaml").read_beside("registers/zb.yaml")
    assert found == (f"{tmp_path.as_posix()}/registers/zb.yaml", b"mine")


def test_beside__a_copy_finds_the_bundled_register(tmp_path: Path) -> None:
    data = opened("zibo").data.decode()
    named = data.partition("clauses: ")[2].partition("\n")[0]
    (tmp_path / "copy.yaml").write_bytes(b"")
    found = opened(tmp_path / "copy.yaml").read_beside(named)
    assert isinstance(found, tuple)
    assert found[0] == f"profiles/{named}"


@pytest.mark.parametrize(
    "path", ["../zibo.yaml", "/etc/passwd", "a/../../b", "", "a\\b", "registers/\0"]
)
def test_beside__never_leaves_the_folder(path: str) -> None:
    fault = opened("zibo").read_beside(path)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "file-not-found"


def test_cases__are_found_by_name_in_order() -> None:
    names = [name for name, _ in case_files("zibo")]
    assert names == sorted(names)
    assert names
    assert case_files("atlantis") == []


def test_calendars__lie_in_the_package() -> None:
    names = [name for name, _ in calendar_files()]
    assert {"CN.yaml", "CN-GX.yaml", "statutory.yaml"} <= set(names)


def test_wheel__has_its_profiles_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "x.yaml").write_bytes(b"city: x")
    monkeypatch.setattr(bundled, "files", lambda _: tmp_path)
    assert list_profiles() == ("x",)
    assert opened("x").data == b"city: x"


def test_no_profiles_anywhere__is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "files", lambda _: tmp_path)
    monkeypatch.setattr(bundled, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    assert list_profiles() == ()
    assert refused("zibo").code == "unknown-profile"
    assert case_files("zibo") == []
