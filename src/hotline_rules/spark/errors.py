"""Why a job cannot be run on a cluster, told to those who operate it."""

from __future__ import annotations

from hotline_rules.diagnostics import ToldError


class ClusterError(ToldError):
    """Executors, or a session, on which the evaluation cannot run."""
