"""The command line: arguments, files, streams and the one call to the real clock.

Everything that touches the outside lives here; the rooms below are handed texts and
instants. `main` answers the exit status.
"""

from hotline_rules.cli.main import main

__all__ = ["main"]
