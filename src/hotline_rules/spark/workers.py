"""The Python of the executors: which one, and whether the work can run there.

Without this a job fails late, in the log of some executor, in words of another package.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.spark.errors import ClusterError
from hotline_rules.spark.probing import Probe, engine_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    from hotline_rules.spark.probing import Found

OLDEST_PYARROW = 20
_SEND = Text(
    "请把带有 Python 和 pyarrow 的环境随作业发去，见 docs/cluster.md “环境”一节",
    "send an environment with Python and pyarrow along: docs/cluster.md",
)
_SAME = Text(
    "编译版不随作业发去：在执行节点的环境里装同一个安装包，或者这里改用普通版",
    "a compiled build is not sent along: install the same wheel in their environment, "
    "or the pure one here",
)


def context_of(spark: SparkSession) -> SparkContext:
    """The context of a session.

    Raises:
        ClusterError: it is one of Spark Connect, which sends no code of ours.
    """
    context = getattr(spark, "sparkContext", None)
    if context is None:
        raise ClusterError(
            Text(
                "这是 Spark Connect 的会话，不能随作业发送规则",
                "a session of Spark Connect cannot send the rules along",
            ),
            Text(
                "请用 spark-submit，或在驱动程序里建立普通会话",
                "use spark-submit, or an ordinary session in the driver",
            ),
        )
    return context


def set_python(context: SparkContext, python: str | None) -> str:
    """Say which Python the executors run, and answer it.

    What the caller names goes first, then what the session was configured with, then,
    where the executors are on this machine, the Python that runs this.

    Args:
        context: of the session.
        python: path of the program as the executors see it, such as `env/bin/python`.
    """
    chosen = python or context.getConf().get("spark.pyspark.python")
    is_here = (context.master or "").startswith("local")
    if chosen is None and is_here and "PYSPARK_PYTHON" not in os.environ:
        chosen = sys.executable
    if chosen is not None:
        context.pythonExec = chosen
    return str(context.pythonExec)


def check_workers(context: SparkContext, zone: str) -> None:
    """Ask as many workers as run at once what they have.

    Raises:
        ClusterError: Python does not start there or is another one, pyarrow is missing
            or too old, or the zone is not known.
    """
    from py4j.protocol import Py4JJavaError

    count = max(2, context.defaultParallelism)
    try:
        found = context.parallelize(range(count), count).map(Probe(zone)).collect()
    except Py4JJavaError as error:
        raise _told(error, str(context.pythonExec)) from error
    look_at(found, zone)


def look_at(found: Iterable[Found], zone: str) -> None:
    """Refuse executors that cannot do the work.

    Raises:
        ClusterError: naming the first of them and what it lacks.
    """
    for one in sorted(set(found), key=lambda one: (one.host, one.pyarrow or "")):
        if one.pyarrow is None:
            raise ClusterError(
                Text(
                    f"执行节点 {one.host} 的 Python {one.python} 没有 pyarrow",
                    f"executor {one.host}: its Python {one.python} has no pyarrow",
                ),
                _SEND,
            )
        if int(one.pyarrow.partition(".")[0]) < OLDEST_PYARROW:
            raise ClusterError(
                Text(
                    f"执行节点 {one.host} 的 pyarrow 是 {one.pyarrow}，"
                    f"至少要 {OLDEST_PYARROW}",
                    f"executor {one.host}: pyarrow {one.pyarrow} is older than "
                    f"{OLDEST_PYARROW}",
                ),
                _SEND,
            )
        if not one.zone_known:
            raise ClusterError(
                Text(
                    f"执行节点 {one.host} 的时区数据里没有 {zone}",
                    f"executor {one.host} knows no zone {zone}",
                ),
                Text(
                    "在环境里装上 tzdata 包", "install the package tzdata in its Python"
                ),
            )
        if one.engine != engine_here():
            raise ClusterError(
                Text(
                    f"执行节点 {one.host} 的 hotline_rules 是 {one.engine}，"
                    f"这里是 {engine_here()}",
                    f"executor {one.host} has hotline_rules {one.engine}, and here it "
                    f"is {engine_here()}",
                ),
                _SAME,
            )


def _told(error: Any, python: str) -> ClusterError:
    """What Spark says of a Python that does not fit, in a sentence."""
    said = str(error)
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    if "PYTHON_VERSION_MISMATCH" in said:
        return ClusterError(
            Text(
                f"执行节点的 Python（{python}）和这里的不是同一版本，这里是 {here}",
                f"the executors' Python ({python}) is another version than the one "
                f"here, {here}",
            ),
            _SEND,
        )
    if "No module named 'hotline_rules" in said:
        return ClusterError(
            Text("执行节点上没有 hotline_rules", "the executors have no hotline_rules"),
            _SAME,
        )
    if "Cannot run program" in said:
        return ClusterError(
            Text(
                f"执行节点上没有 {python} 这个程序",
                f"the executors have no program {python}",
            ),
            _SEND,
        )
    last = said.strip().splitlines()[0]
    return ClusterError(
        Text(
            f"执行节点上的试运行失败：{last}",
            f"a trial on the executors failed: {last}",
        ),
        Text("详情见执行节点的日志", "the log of the executors says more"),
    )
