"""Standard streams that survive every console, and files written as UTF-8.

CHOICE: what goes into a file or a pipe is UTF-8, whatever the machine's habit is,
unless PYTHONIOENCODING asks for something else; what goes to a console is in the
console's encoding, and a character it lacks is shown as an escape, never an error.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from hotline_rules.diagnostics import Text, reason_of

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
def opened_output(
    name: str | None,
    *,
    encoding: str = "utf-8",
    errors: str = "backslashreplace",
    newline: str = "\n",
) -> Iterator[TextIO]:
    """Open the file for results, or hand out standard output for `None` and `-`.

    A file is there when it is whole: it is made beside and gets its name at the end, so
    that under the name there is the old one, the new one or none, never a half.

    Raises:
        OSError: it cannot be written; its name is in it.
    """
    if name is None or name == "-":
        yield sys.stdout
        return
    given = Path(name)
    path = given.resolve()  # what a link leads to is replaced, not the link
    if path.exists() and not path.is_file():
        with given.open("w", encoding=encoding, errors=errors, newline=newline) as pipe:
            yield pipe
        return
    begun = path.with_name(f"{path.name}.writing")
    try:
        with begun.open("w", encoding=encoding, errors=errors, newline=newline) as file:
            yield file
        begun.replace(path)
    except OSError as error:
        if error.filename in (None, str(begun)):
            error.filename = name
        raise
    finally:
        with suppress(OSError):
            begun.unlink()


def write_output(name: str | None, text: str) -> None:
    """Write a whole text; see `opened_output`.

    Raises:
        OSError: it cannot be written.
    """
    with opened_output(name) as file:
        file.write(text)


def failed(error: OSError) -> Text:
    """Say which file could not be read or written, and why."""
    reason = reason_of(error)
    name = error.filename or "—"
    return Text(f"写不了 {name}：{reason.zh}", f"cannot write {name}: {reason.en}")


def silence_stdout() -> None:
    """Send the rest of standard output nowhere: its reader has gone away.

    Without this the interpreter, at its end, would try once more and complain.
    """
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass
