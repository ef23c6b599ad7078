"""The head of the page: what was judged, by what, from what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.balance import of_nobody
from hotline_rules.explain.wording import Times
from hotline_rules.report.page.words import FRAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.profile import Profile
    from hotline_rules.report.page.telling import Telling

Fact = tuple[str, str]
_BALANCE = ("read", "used", "histories", "set_aside")


class Title:
    """Says what a manifest has, in the language of the page.

    Args:
        manifest: of the run.
        profile: the one that judged.
        telling: words of that profile.
        instants: as of when, and with what was known when; UTC seconds.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        profile: Profile,
        telling: Telling,
        instants: tuple[int, int | None],
    ) -> None:
        self._manifest = manifest
        self._profile = profile
        self._telling = telling
        self._as_of, self._known_at = instants

    @property
    def text(self) -> str:
        """The title of the page."""
        return self._say("title", self._profile.title)

    def facts(self, shown: int) -> list[Fact]:
        """Names and values for the head.

        Args:
            shown: how many tickets the page has.
        """
        manifest, options = self._manifest, self._manifest["options"]
        period = options.get("period")
        found = [
            ("period", str(period) if period else self._say("allMonths")),
            ("as_of", self._at(self._as_of)),
            ("profile", f"{self._profile.title}（{self._profile.id}）"),
            ("calendar", self._calendar(manifest.get("calendar") or {})),
            ("shown", self._say("count", f"{shown:,}")),
        ]
        if self._known_at is not None:
            found.insert(2, ("known_at", self._at(self._known_at)))
        balance = manifest.get("balance") or {}
        if all(isinstance(balance.get(one), int) for one in _BALANCE):
            numbers = (f"{balance[one]:,}" for one in _BALANCE)
            found.append(("balance", self._say("rows", *numbers)))
            if balance.get("of_nobody"):
                said = of_nobody(balance["of_nobody"])
                found.append(("of_nobody", self._telling.say(said)))
        return [(self._say(name), value) for name, value in found]

    def footer(self) -> Iterator[str]:
        """What a second auditor compares: versions, files and digests."""
        manifest = self._manifest
        colon = "：" if self._telling.lang == "zh" else ": "
        versions = (manifest.get("package"), manifest.get("engine"))
        told = " / ".join(dict.fromkeys(str(one) for one in versions if one))
        yield self._say("engine") + colon + told
        named = [("profile", {"file": self._profile.id} | manifest["profile"])]
        named.append(("calendar", {"file": ""} | (manifest.get("calendar") or {})))
        named += [("mapping", one) for one in (manifest.get("mapping"),) if one]
        named += [("input", one) for one in manifest.get("inputs") or ()]
        for name, one in named:
            file = str(one.get("file") or one.get("id") or "")
            yield self._say(name) + colon + self._say("digest", file, one.get("digest"))
        if manifest["options"].get("pseudonymised"):
            yield self._say("pseudonyms")

    def _calendar(self, calendar: Mapping[str, Any]) -> str:
        name = str(calendar.get("id") or self._telling.plan.calendar.id)
        until = calendar.get("known_until")
        return self._say("known_until", name, until) if until else name

    def _at(self, at: int) -> str:
        return self._telling.say(Times(self._telling.plan.zone).at(at, named=True))

    def _say(self, key: str, *parts: object) -> str:
        return self._telling.say(FRAME[key]).format(*parts)
