"""What the columns of times show: forms, marks for blank, dates without times."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotline_rules.adapters.mapping import forms
from hotline_rules.adapters.mapping.guessing.seen import is_mark
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.adapters.mapping.guessing.seen import Seen

MAYBE = ("无", "0")  # a value as often as a mark for nothing
_EITHER = (forms.MONTH_FIRST, forms.DAY_FIRST)


@dataclass(slots=True)
class TimesSeen:
    """What a mapping must say of its times.

    Attributes:
        forms: those that occur.
        empty: texts that mean blank.
        date_only: event to a text that is a date without a time of day.
        unclear_days: no date told whether its month or its day stands first.
        questions: what a person must confirm.
    """

    forms: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    date_only: dict[str, str] = field(default_factory=dict)
    unclear_days: bool = False
    questions: list[Text] = field(default_factory=list)

    def ask(self, zh: str, en: str) -> None:
        """Note something to be confirmed."""
        self.questions.append(Text(zh, en))


def see_times(columns: Sequence[tuple[str, Seen]], used: Iterable[Seen]) -> TimesSeen:
    """Return what columns show of times and of blanks.

    Args:
        columns: of instants, each with its event; empty for those of a log.
        used: all columns that are read.
    """
    found = TimesSeen()
    counted: Counter[str] = Counter()
    for event, seen in columns:
        counted += seen.forms
        if seen.dates:
            found.date_only.setdefault(event, seen.dates[0])
        if seen.midnights and seen.midnights == seen.times:
            found.ask(
                f"“{seen.heading}”的钟点全是 0 点，确实是 0 点发生的；"
                "如果其实只记了日期，这一列的时间不可靠",
                f"all times of `{seen.heading}` are midnight, and that is meant",
            )
    found.forms = [form for form in forms.FORMS if counted[form]]
    _which_first(found, [seen for _, seen in columns])
    _ask_of_numbers(found)
    _marks(found, columns, used)
    if found.date_only:
        found.ask(
            "有的时间只有日期，date_only 里要选一种算法",
            "some times are dates alone; choose under `date_only`",
        )
    return found


def _which_first(found: TimesSeen, columns: Sequence[Seen]) -> None:
    """Tell months from days where the year stands last; a person confirms it."""
    if not set(_EITHER) & set(found.forms):
        return
    found.forms = [form for form in found.forms if form not in _EITHER]
    days_first = sum(one.first_above_12 for one in columns)
    months_first = sum(one.second_above_12 for one in columns)
    found.unclear_days = bool(days_first) == bool(months_first)
    if not found.unclear_days:
        form = forms.DAY_FIRST if days_first else forms.MONTH_FIRST
        found.forms.append(form)
        name = forms.FORMS[form].zh.partition("：")[0]
        found.ask(f"年在最后的日期是“{name}”", f"dates are {form}")


def _ask_of_numbers(found: TimesSeen) -> None:
    for form in (forms.EXCEL, forms.EPOCH, forms.EPOCH_MS):
        if form in found.forms:
            name = forms.FORMS[form].zh.partition("：")[0]
            found.ask(f"时间里有的写成“{name}”", f"some times are {form}")


def _marks(
    found: TimesSeen, columns: Sequence[tuple[str, Seen]], used: Iterable[Seen]
) -> None:
    """Find the texts that people write for nothing."""
    marks = [text for _, seen in columns for text in seen.not_times if is_mark(text)]
    for seen in used:
        marks += [one for one in seen.texts if is_mark(one) and one not in MAYBE]
    found.empty = sorted(set(marks))
    if marks:
        zh = "、".join(f"“{mark}”" for mark in found.empty)
        found.ask(f"{zh}就是空着", f"{', '.join(found.empty)} mean blank")
