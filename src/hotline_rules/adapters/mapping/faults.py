"""What keeps a row from being used, on its way up to the reader of rows."""

from hotline_rules.diagnostics import Text


class Refused(Exception):  # noqa: N818 - it is caught in this room, never shown
    """A row cannot be used as the mapping stands.

    Attributes:
        code: a slug of `adapters.reasons`.
        reason: why, and what to do about it.
    """

    def __init__(self, code: str, reason: Text) -> None:
        """Keep both."""
        super().__init__(code)
        self.code = code
        self.reason = reason


def shortened(text: str) -> str:
    """Return a text as it is shown in a sentence: forty characters at most."""
    return text if len(text) <= 40 else text[:40] + "…"
