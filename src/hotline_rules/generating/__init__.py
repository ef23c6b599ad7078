"""Made-up tickets, as many as wanted, the same for the same seed; and exports of them.

For tests, benchmarks and practice. Nothing in them is real: units are numbered, times
are drawn, and how often something happens is said by the habits of a city, a file of
data (docs/generating.md). This room needs the standard library only and knows no rule.
"""

from hotline_rules.generating.bundled import (
    generate_histories,
    list_habits,
    load_habits,
)
from hotline_rules.generating.columns import facts_by_key, said_by_key
from hotline_rules.generating.dirt import KINDS, Blemish, Dirt
from hotline_rules.generating.exporting import Export, open_export
from hotline_rules.generating.habits import Habits, read_habits
from hotline_rules.generating.reading import HabitsError

__all__ = [
    "KINDS",
    "Blemish",
    "Dirt",
    "Export",
    "Habits",
    "HabitsError",
    "facts_by_key",
    "generate_histories",
    "list_habits",
    "load_habits",
    "open_export",
    "read_habits",
    "said_by_key",
]
