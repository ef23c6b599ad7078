"""The schema of calendars and of ways of counting."""

from typing import Annotated, Any

from hotline_rules.diagnostics import Text
from hotline_rules.profile.schema_types import (
    Chosen,
    Clock,
    Count,
    Day,
    Id,
    Leaf,
    Model,
    Name,
    OneOrMore,
    Title,
    one_of,
    optional,
    required,
)


class OpenHours(Model):
    """Office hours of working days."""

    from_: (
        Annotated[Any, Leaf(Text("日期或月-日", "a day"), ("date", "text"))] | None
    ) = optional(
        "从哪天起（日期，或每年的月-日）", "from which day", "06-01", alias="from"
    )
    until: (
        Annotated[Any, Leaf(Text("日期或月-日", "a day"), ("date", "text"))] | None
    ) = optional("到哪天为止（含）", "to which day, included", "09-30")
    hours: OneOrMore[Name] = required(
        "上下班时间，可写几段", "the shifts", ["08:30-12:00", "14:00-17:30"]
    )


class ExtraDay(Model):
    """A day that the profile itself declares."""

    day: Annotated[Any, Leaf(Text("日期", "a day"), ("date", "text", "list"))] = (
        required("哪天", "which day", "2018-09-17")
    )
    is_: Annotated[str, one_of("rest_day", "working_day")] = required(
        "休息日还是工作日", "a rest day or a working day", "rest_day", alias="is"
    )
    title: Title | None = optional("事由", "what for", "台风停工")
    notice: Title = required("依据的通知", "the notice behind it", "停工令")
    issued: Day = required("通知的日期", "the day of the notice", "2018-09-16")
    settles: Count | None = optional(
        "这个通知定下哪一年的放假安排（年度通知才写）",
        "the year that the notice settles, if it is a yearly one",
        2027,
    )


class Calendar(Model):
    """Which days are working days."""

    title: Title = required("名称", "its title", "国务院办公厅公布的工作日")
    days: Annotated[str, Leaf(Text("日历", "a calendar"), offers="calendars")] = (
        required(
            "CN、CN-GX 等自带日历，或 every day（每天都算）",
            "a bundled calendar such as CN or CN-GX, or `every day`",
            "CN",
        )
    )
    open: list[OpenHours] | None = optional(
        "上班时间", "office hours", [{"hours": ["08:30-12:00", "14:00-17:30"]}]
    )
    day_starts: Clock | None = optional(
        "一天从几点开始；不写是零点", "when a day begins; midnight", "08:30"
    )
    extra: list[ExtraDay] | None = optional(
        "本市自己的放假、上班日", "days of the profile's own", []
    )


class Counting(Model):
    """A named way of counting; which settings are needed depends on its use."""

    title: Title = required("名称", "its title", "工作日和日期")
    calendar: Chosen[Id] = required("用哪个日历", "the calendar", "working")
    first_day: (
        Chosen[Annotated[str, one_of("not_counted", "counted", "next_working_day")]]
        | None
    ) = optional("当天算不算", "whether the first day counts", "not_counted")
    receipt: Chosen[Annotated[str, one_of("any_time", "next_opening")]] | None = (
        optional("下班后收到的何时算收到", "when receipt counts", "any_time")
    )
    last_day_ends: (
        Chosen[Annotated[str, one_of("24:00", "business_close", "same_time")]] | None
    ) = optional("最后一天到几点", "when the last day ends", "24:00")
    at_the_limit: Chosen[Annotated[str, one_of("strict", "reached_counts")]] | None = (
        optional("正好到时限算不算超", "whether reaching the limit is late", "strict")
    )
    rest_days_after: Chosen[Annotated[str, one_of("late", "on_time")]] | None = (
        optional(
            "末日后的休息日里办算不算超",
            "whether the rest days after the last day are late",
            "late",
        )
    )
    end_on_rest_day: Chosen[Annotated[str, one_of("stays", "rolled")]] | None = (
        optional("末日落在休息日怎么办", "an end on a rest day", "stays")
    )
    rest_days_in_hours: (
        Chosen[
            Annotated[
                str,
                one_of(
                    "count",
                    "pause",
                    "end_roll_same_time",
                    "end_roll_24",
                    "opening_roll",
                ),
            ]
        ]
        | None
    ) = optional("按小时算的遇休息日怎么办", "rest days within hours", "pause")
    hours_counted: (
        Chosen[Annotated[str, one_of("around_the_clock", "office_hours")]] | None
    ) = optional("小时按昼夜还是上班时间", "which hours count", "around_the_clock")
    halves_split_at: Clock | None = optional(
        "半天以几点为界", "where a day is split in halves", "12:00"
    )
