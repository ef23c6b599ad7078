"""Where the profiles that come with the package are: one resolver for every install.

In a wheel the folder `profiles` lies inside the package; in a checkout, an editable
install or an unpacked sdist it lies at the top of the repository. The calendars lie in
the package in all of them. This module, with the loader, is the only one below the
command line that reads files, and it reads only what it is asked for.
"""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from hotline_rules.diagnostics import (
    Diagnostic,
    Text,
    codes,
    diagnostic,
    reason_of,
    suggest,
)

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class OpenProfile:
    """A profile that was found and read.

    Attributes:
        name: what reports call the file: the path as given, or
            `profiles/<id>.yaml` for a bundled one.
        data: its bytes.
        folder: where the files it names lie.
    """

    name: str
    data: bytes
    folder: Traversable

    def read_beside(self, relative: str) -> tuple[str, bytes] | Diagnostic:
        """Read a file the profile names, such as its clause register.

        The file is looked for beside the profile and then among the bundled ones, so
        that a copy of a bundled profile finds its register anywhere.

        Args:
            relative: a path with `/`, below the profile's folder.

        Returns:
            the name of the file for reports and its bytes, or what went wrong.
        """
        parts = PurePosixPath(relative).parts
        if not parts or ".." in parts or relative.startswith("/") or "\\" in relative:
            return _not_below(relative)
        beside = str(PurePosixPath(self.name.replace("\\", "/")).parent / relative)
        places = [(beside, self.folder)]
        if (bundled := packaged_folder("profiles")) is not None:
            places.append((f"profiles/{relative}", bundled))
        for name, folder in places:
            data = _read(folder.joinpath(*parts))
            if data is not None:
                return name, data
        return _not_found(beside)


def list_profiles() -> tuple[str, ...]:
    """Return the ids of the bundled profiles in alphabetical order."""
    folder = packaged_folder("profiles")
    if folder is None:
        return ()
    names = [entry.name for entry in folder.iterdir() if entry.is_file()]
    return tuple(sorted(name[:-5] for name in names if name.endswith(".yaml")))


def open_profile(id_or_path: str | Path) -> OpenProfile | Diagnostic:
    """Find and read a profile by bundled id or by path.

    A name without a slash and without `.yaml` is an id first; whatever else names an
    existing file is a path.

    Returns:
        the profile, or what went wrong: no such id (with the ids there are), no such
        file, or one that cannot be read.

    Diagnostics:
        UNKNOWN_PROFILE, FILE_NOT_FOUND, FILE_UNREADABLE.
    """
    given = str(id_or_path)
    if isinstance(id_or_path, str) and given in list_profiles():
        folder = packaged_folder("profiles")
        data = _read(folder.joinpath(f"{given}.yaml")) if folder else None
        if folder is not None and data is not None:
            return OpenProfile(f"profiles/{given}.yaml", data, folder)
    try:
        path = Path(given)
        if path.is_file():
            return OpenProfile(given, path.read_bytes(), path.parent)
        if path.is_dir():
            return _is_folder(given)
    except (OSError, ValueError) as error:
        return _unreadable(given, error)
    looks_like_path = given.endswith(_SUFFIXES) or "/" in given or "\\" in given
    if isinstance(id_or_path, Path) or looks_like_path:
        return _not_found(given)
    return _unknown(given)


def case_files(profile_id: str) -> list[tuple[str, bytes]]:
    """Return the bundled cases of a profile: names and bytes, by name."""
    folder = packaged_folder("profiles")
    cases = folder.joinpath("cases", profile_id) if folder else None
    if cases is None or not cases.is_dir():
        return []
    found = [
        (f"profiles/cases/{profile_id}/{entry.name}", entry.read_bytes())
        for entry in cases.iterdir()
        if entry.name.endswith(_SUFFIXES)
    ]
    return sorted(found)


def calendar_files() -> list[tuple[str, bytes]]:
    """Return the bundled calendars: names (`CN.yaml`) and bytes, by name."""
    folder = files("hotline_rules").joinpath("data", "calendars")
    found = [
        (entry.name, entry.read_bytes())
        for entry in folder.iterdir()
        if entry.name.endswith(_SUFFIXES)
    ]
    return sorted(found)


def packaged_folder(name: str, at_top: str | None = None) -> Traversable | None:
    """Return a folder that travels with the package, None where it is not there.

    Args:
        name: what it is called inside the package.
        at_top: where it lies in the repository; the same name if None.
    """
    packed = files("hotline_rules").joinpath(name)
    if packed.is_dir():
        return packed
    top = Path(__file__).resolve().parents[2]
    beside = top.parent / (at_top or name)
    return beside if top.name == "src" and beside.is_dir() else None


def _read(place: Traversable) -> bytes | None:
    try:
        return place.read_bytes() if place.is_file() else None
    except (OSError, ValueError):
        return None


def _unknown(given: str) -> Diagnostic:
    known = list_profiles()
    near = suggest(given, known)
    listed_zh, listed_en = "、".join(known), ", ".join(known)
    fix = Text(
        "用上面的编号，或写出文件路径（以 .yaml 结尾）",
        "use one of these ids, or the path of a file that ends in .yaml",
    )
    if near:
        fix = Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
    return diagnostic(
        codes.UNKNOWN_PROFILE,
        None,
        Text(f"没有叫 `{given}` 的规则文件", f"there is no profile `{given}`"),
        why=Text(f"自带的有：{listed_zh}", f"bundled profiles are: {listed_en}"),
        fix=fix,
    )


def _not_found(name: str) -> Diagnostic:
    return diagnostic(
        codes.FILE_NOT_FOUND,
        None,
        Text(f"找不到文件 `{name}`", f"there is no file `{name}`"),
        fix=Text(
            "检查路径和文件名，大小写也要一致",
            "check the path and the name, capitals too",
        ),
    )


def _not_below(name: str) -> Diagnostic:
    return diagnostic(
        codes.FILE_NOT_FOUND,
        None,
        Text(
            f"`{name}` 不是规则文件旁边的路径",
            f"`{name}` is not a path below the profile's folder",
        ),
        why=Text(
            "规则文件只能引用同一文件夹及其下级的文件",
            "a profile names only files in its own folder or below it",
        ),
        fix=Text(
            "写成 registers/<城市>.yaml 这样", "write it like registers/<id>.yaml"
        ),
    )


def _is_folder(name: str) -> Diagnostic:
    return diagnostic(
        codes.FILE_UNREADABLE,
        None,
        Text(f"`{name}` 是文件夹，不是文件", f"`{name}` is a folder, not a file"),
        fix=Text("写出文件夹里规则文件的名字", "name the profile in it"),
    )


def _unreadable(name: str, error: Exception) -> Diagnostic:
    reason = reason_of(error)
    return diagnostic(
        codes.FILE_UNREADABLE,
        None,
        Text(f"文件 `{name}` 读不出来", f"the file `{name}` cannot be read"),
        why=Text(f"系统的说法：{reason.zh}", f"the system says: {reason.en}"),
        fix=Text(
            "检查路径、权限，以及它是不是一个文件",
            "check the path, the permission and that it is a file",
        ),
    )
