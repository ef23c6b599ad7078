"""What every command over histories does before and after its own work."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from hotline_rules.cli.arguments import instant_argument, merged_readings
from hotline_rules.cli.complaints import Complaints, report_faulty
from hotline_rules.cli.duplicates import SeenIds
from hotline_rules.cli.exits import (
    DONE,
    PROFILE_INVALID,
    UNFINISHED,
    StopRun,
    UsageError,
)
from hotline_rules.cli.inputs import Reader
from hotline_rules.cli.progress import Progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.history import History
    from hotline_rules.profile import Profile

_MOST_DUPLICATES = 20


@dataclass(slots=True)
class Session:
    """One run over histories: its profile, its reader, what it has counted."""

    profile: Profile
    reader: Reader
    lang: Language
    known_at: int | None
    progress: Progress
    where: str = ""  # the place of the history that was handed out last
    _seen: SeenIds | None = None
    _current: str = ""

    def histories(self, names: list[str]) -> Iterator[History]:
        """Yield the readable histories, one at a time."""
        for where, history in self.reader.histories(names):
            if self._seen is not None:
                self._seen.add(history.id)
            self.where, self._current = where, history.id
            yield history
            self.progress.step()

    @contextmanager
    def judging(self) -> Iterator[None]:
        """Add to an exception of the engine which history it was judging."""
        try:
            yield
        except BrokenPipeError:
            raise
        except Exception as error:
            error.add_note(f"while judging {self._current} ({self.where})")
            raise

    def finish(self) -> int:
        """Say what was odd about the batch as a whole; answer the exit status."""
        self.progress.clear()
        self._report_duplicates()
        faulty, count = self.reader.faulty, self.progress.count
        if not faulty:
            if not count:
                sys.stderr.write(
                    "输入里没有任何历史，请核对导出的文件\n"
                    if self.lang == "zh"
                    else "the input holds no history at all: check the export\n"
                )
            return DONE
        sys.stderr.write(
            f"{faulty} 条输入没能读取，其余 {count} 条已处理\n"
            if self.lang == "zh"
            else f"{faulty} inputs could not be read, the other {count} were judged\n"
        )
        return UNFINISHED

    def _report_duplicates(self) -> None:
        pairs = [] if self._seen is None else self._seen.repeated()
        zh = self.lang == "zh"
        for first, again in pairs[:_MOST_DUPLICATES]:
            sys.stderr.write(
                f"警告[duplicate-id]: 第{again}条历史的 id 和第{first}条相同\n"
                if zh
                else f"warning[duplicate-id]: history {again} has the id of {first}\n"
            )
        more = len(pairs) - _MOST_DUPLICATES
        if more > 0:
            sys.stderr.write(f"… 还有 {more} 处\n" if zh else f"… and {more} more\n")


def begin(
    options: argparse.Namespace,
    profile: Profile | None = None,
    *,
    names_repeats: bool = True,
) -> Session:
    """Load the profile, unless it is given, and prepare the reader.

    Args:
        options: of the command line.
        profile: one that is loaded already.
        names_repeats: warn at the end of ids that came twice.

    Raises:
        UsageError: when an argument cannot be understood.
        StopRun: when the profile has errors, which have been written.
    """
    lang = cast("Language", options.lang)
    zone = chosen_zone(options)
    known_at = getattr(options, "known_at", None)
    progress = Progress()
    return Session(
        profile=profile or open_profile(options),
        reader=Reader(Complaints(lang, progress.clear).report, zone),
        lang=lang,
        known_at=None
        if known_at is None
        else instant_argument("--known-at", known_at, zone),
        progress=progress,
        _seen=SeenIds() if names_repeats else None,
    )


def chosen_zone(options: argparse.Namespace) -> Zone | None:
    """Answer the zone of times written without an offset; `None` refuses them."""
    if options.zone is None:
        return None
    from hotline_rules.calendar import Zone

    try:
        return Zone.load(options.zone)
    except ValueError:
        message = f"--zone {options.zone}: 没有这个时区 / there is no such zone"
        raise UsageError(message) from None


def open_profile(options: argparse.Namespace) -> Profile:
    """Load the profile that the options name.

    Raises:
        StopRun: when it has errors, which have been written.
    """
    from hotline_rules.profile import ProfileError, load_profile

    try:
        return load_profile(
            options.profile,
            readings=merged_readings(options.readings),
            outside_validity=options.outside_validity,
        )
    except ProfileError as error:
        report_faulty(error, options.lang)
        raise StopRun(PROFILE_INVALID) from None
