"""The exit statuses of the contract, section 4."""

DONE = 0
UNFINISHED = 1
USAGE = 2
PROFILE_INVALID = 3
BREACH = 4
UNDETERMINED = 5
INTERRUPTED = 130
