"""Frames of several libraries to Arrow and back, none of them imported for it.

Whoever hands over a frame of a library has imported that library already.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from hotline_rules.diagnostics import Text
from hotline_rules.frames.columns import named_columns
from hotline_rules.frames.errors import FrameError, naive_column, repeated_column

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["arrow", "pandas", "polars"]


def arrow_of(frame: Any) -> tuple[pa.Table, Kind]:
    """A frame as a table of Arrow, and of which library it was.

    Args:
        frame: of pandas, of Polars, of Arrow (a table or a batch), or anything else
            that hands itself over as Arrow does (`__arrow_c_stream__`).

    Raises:
        FrameError: it is none of these, or a column holds values of several types.
    """
    library = type(frame).__module__.partition(".")[0]
    if library == "pandas" and hasattr(frame, "columns"):
        return _from_pandas(frame), "pandas"
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame]), "arrow"
    if isinstance(frame, pa.Table):
        return frame, "arrow"
    if hasattr(frame, "__arrow_c_stream__") and hasattr(frame, "columns"):
        table = pa.table(named_columns(pa.table(frame)))
        return table, "polars" if library == "polars" else "arrow"
    said = type(frame).__name__
    raise FrameError(
        Text(
            f"要一张 pandas、Polars 或 Arrow 的表，给的是 {said}",
            f"a frame of pandas, Polars or Arrow is wanted, not {said}",
        ),
        Text(
            "Polars 的 LazyFrame 先 collect()；逐条的历史用 evaluate",
            "collect() a LazyFrame of Polars; use `evaluate` for single histories",
        ),
    )


def _from_pandas(frame: Any) -> pa.Table:
    """Column by column, so that one that cannot be told apart has its name."""
    names = [str(name) for name in frame.columns]
    columns = []
    for place, name in enumerate(names):
        if name in names[:place]:
            raise repeated_column(name)
        try:
            column = pa.array(frame.iloc[:, place], from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as e:
            raise FrameError(
                Text(
                    f"列“{name}”的值不是同一种类型，读不了：{e}",
                    f"the values of column `{name}` are of several types: {e}",
                ),
                Text(
                    "把这一列转成一种类型（文字、数字、是否、带时区的时间）",
                    "make the column text, a number, a truth value or a time with zone",
                ),
                name,
            ) from None
        if pa.types.is_timestamp(column.type) and frame.dtypes.iloc[place].kind == "O":
            _refuse_naive(frame.iloc[:, place], name)
        columns.append(_whole(column))
    return pa.table(columns, names=names)


def _refuse_naive(values: Any, name: str) -> None:
    """Arrow takes all times of a column of objects to be like the first of them."""
    if any(getattr(value, "tzinfo", value) is None for value in values.dropna()):
        raise naive_column(name)


def _whole(column: pa.Array) -> pa.Array:
    """Whole numbers with gaps, which pandas makes fractions of, as what they are."""
    if not (pa.types.is_floating(column.type) and column.null_count):
        return column
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        return column


def writer_of(kind: Kind) -> Callable[[pa.Table], Any]:
    """What makes a frame of a library of a table of Arrow."""
    if kind == "pandas":
        return _to_pandas
    if kind == "polars":
        made: Callable[[pa.Table], Any] = sys.modules["polars"].from_arrow
        return made
    return lambda table: table


def _to_pandas(table: pa.Table) -> Any:
    """Whole numbers stay whole: a column with nulls would become one of fractions."""
    integers = sys.modules["pandas"].Int64Dtype()
    return table.to_pandas(types_mapper={pa.int64(): integers}.get)
