"""The exit statuses of the command line (docs/results.md)."""

DONE = 0
UNFINISHED = 1
USAGE = 2  # by argparse itself
PROFILE_INVALID = 3
BREACH = 4
UNDETERMINED = 5
INTERRUPTED = 130
