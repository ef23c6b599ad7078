"""What an executor says of itself; it runs there, and imports nothing at its top."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """What one executor has.

    Attributes:
        host: its name.
        python: version of the Python that runs the work.
        pyarrow: version of pyarrow, `None` where it cannot be imported.
        zone_known: whether the zone of the profile is in its database of zones.
        engine: version and build of the package.
    """

    host: str
    python: str
    pyarrow: str | None
    zone_known: bool
    engine: str


def engine_here() -> str:
    """Version and build of the package that runs here."""
    from hotline_rules import __version__
    from hotline_rules.evaluate.engine import engine_build

    return f"{__version__} {engine_build()}"


class Probe(NamedTuple):
    """Looks at the executor it is called on.

    Attributes:
        zone: of the profile.
    """

    zone: str

    def __call__(self, _: object) -> Found:
        """Answer what is here."""
        import platform
        import socket
        from importlib import import_module
        from importlib.metadata import version

        from hotline_rules.calendar import Zone

        try:
            import_module("pyarrow")
            pyarrow: str | None = version("pyarrow")
        except ImportError:
            pyarrow = None
        try:
            Zone.load(self.zone)
            zone_known = True
        except ValueError:
            zone_known = False
        python = platform.python_version()
        return Found(socket.gethostname(), python, pyarrow, zone_known, engine_here())
