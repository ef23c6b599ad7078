"""Standard streams that survive every console, and files written as UTF-8.

CHOICE: what goes into a file or a pipe is UTF-8, whatever the machine's habit is,
unless PYTHONIOENCODING asks for something else; what goes to a console is in the
console's encoding, and a character it lacks is shown as an escape, never an error.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator


def prepare_streams() -> None:
    """Set the encodings of standard output and standard error."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue  # a test or another program has put its own in place
        free = not stream.isatty() and not os.environ.get("PYTHONIOENCODING")
        encoding = "utf-8" if free else stream.encoding
        stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def speaks_unicode(stream: TextIO) -> bool:
    """Say whether every character can be written to a stream as it is."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
    return encoding.replace("-", "").replace("_", "").startswith("utf")


@contextmanager
def opened_output(name: str | None) -> Iterator[TextIO]:
    """Open the file for results, or hand out standard output for `None` and `-`."""
    if name is None or name == "-":
        yield sys.stdout
        return
    with Path(name).open(
        "w", encoding="utf-8", errors="backslashreplace", newline="\n"
    ) as file:
        yield file


@contextmanager
def whole_output(name: str | None) -> Iterator[TextIO]:
    """As `opened_output`, but a file is there only when it is whole."""
    if name is None or name == "-":
        yield sys.stdout
        return
    begun = Path(f"{name}.writing")
    try:
        with opened_output(str(begun)) as stream:
            yield stream
        begun.replace(name)
    finally:
        begun.unlink(missing_ok=True)


def silence_stdout() -> None:
    """Send the rest of standard output nowhere: its reader has gone away.

    Without this the interpreter, at its end, would try once more and complain.
    """
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass
