"""An import killed by the system, again and again, ends as one that never was."""

from __future__ import annotations

import random
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest

from hotline_rules.adapters.mapping import load_mapping
from hotline_rules.adapters.sources import Exports
from hotline_rules.adapters.store import Store
from tests.support.exports import contents

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 12_000
MAPPING = """\
format: 1
rows: event
zone: Asia/Shanghai
id: 工单编号
at: 时间
type:
  column: 操作
  values: {派单: {type: dispatched, unit: 单位, role: {is: lead}}, 办结: closed}
attributes:
  kind: {column: 类型, values: {求助: request, 咨询: consultation}}
"""


def export(path: Path, chance: random.Random, rows: int) -> None:
    """Write rows in any order, some of them twice, some of no use."""
    lines = ["工单编号,操作,时间,单位,类型"]
    for _ in range(rows):
        ticket, day = chance.randrange(rows // 4), chance.randrange(1, 29)
        done = chance.choice(["派单", "派单", "办结", "打印"])
        unit = f"单位{chance.randrange(20):02}"
        kind = chance.choice(["求助"] * 20 + ["咨询"])
        lines.append(f"ZB-{ticket:06},{done},2021-03-{day:02} 10:00:00,{unit},{kind}")
        if chance.random() < 0.05:
            lines.append(lines[-1])
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.slow
def test_killed_at_any_moment__no_row_is_lost_and_none_is_there_twice(
    tmp_path: Path,
) -> None:
    chance = random.Random(20210301)
    files = [tmp_path / name for name in ("a.csv", "b.csv")]
    for file in files:
        export(file, chance, ROWS // 2)
    (tmp_path / "map.yaml").write_text(MAPPING, "utf-8")

    source = Exports(load_mapping(tmp_path / "map.yaml"))

    def take(path: Path) -> None:
        # Small batches, so that there is much that can be torn apart.
        with Store(path) as store:
            store.take_from(source, files, rows_a_batch=150)

    undisturbed, killed = tmp_path / "undisturbed.db", tmp_path / "killed.db"
    take(undisturbed)
    kills = 0
    while True:
        running = get_context("fork").Process(target=take, args=(killed,))
        running.start()
        # A little longer each time, so that a slow machine comes to an end, too.
        running.join(chance.uniform(0.0, 0.1 + 0.02 * kills))
        if running.exitcode is not None:
            break
        running.kill()
        running.join()
        kills += 1
    assert running.exitcode == 0
    assert kills >= 5, "the import was too quick for the test"
    assert contents(killed) == contents(undisturbed)
    with Store(killed) as store:
        balance = store.balance()
        assert balance.holds
        assert balance.total.read > ROWS
        assert sum(one.rows for one in store.histories(1, store.count + 1)) == (
            balance.total.used
        )
