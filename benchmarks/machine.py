"""Which machine it was, and where in the page the numbers stand."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path


def machine() -> str:
    """Say the day, the processor and the Python."""
    today = datetime.now(UTC).date()
    return (
        f"{today}, {_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"CPython {platform.python_version()}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [x.partition(":")[2].strip() for x in lines if x.startswith("model name")]
    return names[0] if names else platform.machine()


def put_section(name: str, text: str) -> None:
    """Put the numbers of a section between its marks in README.md."""
    readme = Path(__file__).with_name("README.md")
    start, end = f"<!-- {name}: start -->\n", f"<!-- {name}: end -->\n"
    head, found, rest = readme.read_text(encoding="utf-8").partition(start)
    if not found:
        raise SystemExit(f"README.md has no section {name}")
    tail = rest.partition(end)[2]
    readme.write_text(head + start + "\n" + text + "\n" + end + tail, encoding="utf-8")
