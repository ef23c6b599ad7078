"""What happened: the events of one history, ordered, immutable, cut at an instant.

The room turns a JSON-like mapping into a [`History`][hotline_rules.history.History]
whose times are integers, names what keeps a mapping from being read, and reports
sequences that cannot have happened. It knows no profile, reads no file and no clock.
"""

from hotline_rules.history.anomaly import Anomaly
from hotline_rules.history.event import Event, History, Subject
from hotline_rules.history.fault import HistoryError
from hotline_rules.history.instants import LocalZone, Moment, parse_moment
from hotline_rules.history.parse import parse_history, parse_history_line
from hotline_rules.history.sequence import sequence_anomalies

__all__ = [
    "Anomaly",
    "Event",
    "History",
    "HistoryError",
    "LocalZone",
    "Moment",
    "Subject",
    "parse_history",
    "parse_history_line",
    "parse_moment",
    "sequence_anomalies",
]
