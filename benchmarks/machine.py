"""Which machine it was, and where in the page the numbers stand."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from hotline_rules import engine_build

README = Path(__file__).with_name("README.md")


def machine() -> str:
    """Say the day, the processor and the Python."""
    today = datetime.now(UTC).date()
    return (
        f"{today}, {_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"CPython {platform.python_version()}, engine {engine_build()}."
    )


def busy() -> str:
    """Say how many processes wanted a core in the last minute, where it is known."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f" Load when it began: {os.getloadavg()[0]:.1f}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [x.partition(":")[2].strip() for x in lines if x.startswith("model name")]
    return names[0] if names else platform.machine()


def put_section(name: str, text: str, page: Path = README) -> None:
    """Put the numbers of a section between its marks in a page.

    Raises:
        SystemExit: the page has no such marks.
    """
    start, end = f"<!-- {name}: start -->\n", f"<!-- {name}: end -->\n"
    head, found, rest = page.read_text(encoding="utf-8").partition(start)
    tail = rest.partition(end)
    if not found or not tail[1]:
        raise SystemExit(f"{page.name} has no section {name}")
    page.write_text(f"{head}{start}\n{text}\n{end}{tail[2]}", encoding="utf-8")
