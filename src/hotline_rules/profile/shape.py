"""Check the shape of a profile: keys, kinds of values, words."""

from hotline_rules.diagnostics import Diagnostic
from hotline_rules.profile.node import Node


def check_shape(root: Node) -> list[Diagnostic]:
    """Return the faults of shape."""
    return []
