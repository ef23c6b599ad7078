"""Something odd in a history that does not keep it from being judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One oddity (异常) of a history: kept, reported, never acted upon.

    `event` is the number of the event in the ordered history, `None` when the
    anomaly concerns the history as a whole.
    """

    code: str
    event: int | None
    text: Text
