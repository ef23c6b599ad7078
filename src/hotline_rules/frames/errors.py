"""Why a whole frame cannot be judged; single rows are refused, not raised."""

from __future__ import annotations

from hotline_rules.diagnostics import Text, ToldError


class FrameError(ToldError, ValueError):
    """A frame of which no row can be read: a column is missing or means another thing.

    Attributes:
        column: the column it is about, if it is about one.
    """

    def __init__(self, message: Text, fix: Text, column: str | None = None) -> None:
        super().__init__(message, fix)
        self.column = column
        self.args = (message, fix, column)  # what it is made anew from when unpickled


def not_arrow(given: object) -> FrameError:
    """Something else where a table of Arrow is judged."""
    said = type(given).__name__
    return FrameError(
        Text(
            f"ColumnJudge 要 Arrow 的表或者批，给的是 {said}",
            f"a ColumnJudge takes tables or batches of Arrow, not {said}",
        ),
        Text(
            "pandas、Polars 的表用 evaluate_frame，或者先转成 Arrow 的表",
            "use `evaluate_frame` for frames of pandas or Polars, or make it a table",
        ),
    )


def missing_column(name: str) -> FrameError:
    """A column that every frame of events needs is not there."""
    return FrameError(
        Text(f"事件表缺少列“{name}”", f"the events have no column `{name}`"),
        Text(
            "事件表至少要有 id、at、type 三列，一行一个事件",
            "events have the columns `id`, `at` and `type`, a row for each event",
        ),
        name,
    )


def missing_attribute_id() -> FrameError:
    """A frame of attributes does not say whose they are."""
    return FrameError(
        Text("属性表缺少列“id”", "the attributes have no column `id`"),
        Text(
            "属性表要有 id 列，写工单编号；其余每列一个属性",
            "attributes have a column `id` of tickets, and a column for each attribute",
        ),
        "id",
    )


def repeated_column(name: str) -> FrameError:
    """Two columns have one name."""
    return FrameError(
        Text(f"有两列都叫“{name}”", f"two columns are called `{name}`"),
        Text("改掉其中一列的名称", "rename one of them"),
        name,
    )


def wrong_type(name: str, type_: object, wanted: Text) -> FrameError:
    """A column whose values are of a kind that nothing can be read from."""
    return FrameError(
        Text(
            f"列“{name}”应当是{wanted.zh}，现在的类型是 {type_}",
            f"column `{name}` has to be {wanted.en}, and is {type_}",
        ),
        Text("转换这一列的类型", "convert the column"),
        name,
    )


def naive_column(name: str) -> FrameError:
    """Times of which nobody knows where they were written."""
    return FrameError(
        Text(
            f"列“{name}”的时间没有时区，不知道是哪里的时间",
            f"the times of column `{name}` have no zone",
        ),
        Text(
            "给这一列标上时区（如 Asia/Shanghai），或换成 UTC 秒数",
            "give the column a zone (such as Asia/Shanghai), or UTC epoch seconds",
        ),
        name,
    )


def not_seconds(name: str, value: int) -> FrameError:
    """Whole numbers that are seconds of no time between 1970 and 2099."""
    return FrameError(
        Text(
            f"列“{name}”的整数应当是 1970 年以来的秒数；{value} 不在 1970 年到 2099 年"
            "之间，看来是毫秒或别的单位",
            f"whole numbers in column `{name}` are seconds since 1970; {value} is not "
            "between 1970 and 2099: milliseconds, perhaps",
        ),
        Text(
            "毫秒先除以 1000；20210301 这样的日期先转成带时区的时间",
            "divide milliseconds by 1000; make times with a zone of dates such as "
            "20210301",
        ),
        name,
    )


def rows_apart(id_: str) -> FrameError:
    """Rows of one ticket that do not lie together."""
    return FrameError(
        Text(
            f"工单 {id_} 的行没有排在一起",
            f"the rows of ticket {id_} do not lie together",
        ),
        Text(
            "先按 id 排序或分组；evaluate_frame 会自己分组",
            "sort or group by `id` first; evaluate_frame does so itself",
        ),
        "id",
    )
