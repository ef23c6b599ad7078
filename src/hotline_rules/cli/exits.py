"""The exit statuses of the command line (docs/results.md), and the early ends."""

DONE = 0
UNFINISHED = 1
USAGE = 2  # by argparse itself
PROFILE_INVALID = 3
BREACH = 4
UNDETERMINED = 5
INTERRUPTED = 130


class UsageError(Exception):
    """The arguments make no sense together; the text is for the person."""


class StopRun(Exception):  # noqa: N818 -- no error: the message has been written
    """The run ends here with a status; what there was to say has been said."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)
