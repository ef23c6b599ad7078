"""Ids and references of people replaced by keyed hashes, the same in every run.

The key stays in its file: what is written anywhere is a fingerprint by which two runs
can be told to have used the same one.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.database import StoreError
from hotline_rules.adapters.gather import tidied
from hotline_rules.diagnostics import Text, reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hotline_rules.adapters.model import Finding, Piece, SetAside

SHORTEST_KEY = 16
_BYTES = 10  # 80 bits: among ten million ids two meet once in 24 billion runs
_FIXED_TEXT = b"hotline-rules: which key"
_NAMES = frozenset({"id", "ticket", "of_ticket"})
_ENDS = ("_ref", "_id")
_OF_EVENTS = frozenset({"id", "act_id"})
_LONGEST_POSITION = 4
_QUOTE_ANYTHING = frozenset(  # an id, or a cell that may hold a name or a telephone
    {"formula-not-computed", "not-a-history", "not-a-number", "number-rounded"}
    | {"unreadable-time", "unusable-id", "value-not-in-table"}
)
_QUOTED = re.compile("`[^`]*`")


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Replaces what names a ticket, a person or a matter.

    `id`, `ticket`, `of_ticket` and every key that ends in `_ref` or `_id` are replaced,
    in attributes and events; equal values become equal pseudonyms, in whatever key they
    stand, so that what belongs together stays together. Units are kept.
    """

    key: bytes

    @classmethod
    def load(cls, path: Path) -> Pseudonyms:
        """Read the key: the bytes of a file without blanks at its ends.

        Raises:
            StoreError: the file cannot be read, or the key is too short to be secret.
        """
        try:
            key = path.read_bytes().strip()
        except OSError as error:
            why = reason_of(error)
            raise StoreError(
                Text(
                    f"读不了密钥文件 {path}：{why.zh}",
                    f"cannot read the key file {path}: {why.en}",
                ),
                Text("核对文件名", "check the path"),
            ) from None
        if len(key) < SHORTEST_KEY:
            raise StoreError(
                Text(
                    f"密钥文件 {path} 太短：只有 {len(key)} 个字节",
                    f"the key of {path} is too short: {len(key)} bytes",
                ),
                Text(
                    f"密钥至少 {SHORTEST_KEY} 个字节，不要用能猜到的词",
                    f"a key has at least {SHORTEST_KEY} bytes that nobody can guess",
                ),
            )
        return cls(key)

    @property
    def fingerprint(self) -> str:
        """What tells two keys apart and gives neither away."""
        return hmac.digest(self.key, _FIXED_TEXT, sha256).hex()[:16]

    def of(self, name: str) -> str:
        """Answer the pseudonym of a name.

        It begins with a letter and holds no other sign, so that no spreadsheet takes
        it for a number.
        """
        digest = hmac.digest(self.key, tidied(name).encode(), sha256)[:_BYTES]
        return "p" + b32encode(digest).decode().lower()

    def piece(self, piece: Piece) -> Piece:
        """Replace everything in what a row says, its findings included."""
        return replace(
            piece,
            id=self.of(piece.id),
            attributes=self._replaced(piece.attributes),
            events=tuple(self._replaced(event) for event in piece.events),
            findings=tuple(self.finding(one, piece.id) for one in piece.findings),
        )

    def leftover(self, one: SetAside) -> SetAside:
        """Replace the id of the history that lacks a row."""
        return one if one.ticket is None else replace(one, ticket=self.of(one.ticket))

    def finding(self, finding: Finding, history_id: str | None = None) -> Finding:
        """Replace the id that a finding is about, also where its message quotes it.

        TRAP: an id may be as short as `1`, and that stands in many a sentence; what
        comes out of a row is always quoted.
        """
        named = finding.ticket or history_id
        message = finding.message
        if named:
            whole, instead = f"`{named}`", f"`{self.of(named)}`"
            message = Text(
                message.zh.replace(whole, instead), message.en.replace(whole, instead)
            )
        ticket = None if finding.ticket is None else self.of(finding.ticket)
        return replace(finding, ticket=ticket, message=message)

    def _replaced(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: self._value(key, value) if is_reference(key) else value
            for key, value in values.items()
        }

    def _value(self, key: str, value: object) -> object:
        if isinstance(value, list | tuple):
            return [self._value(key, one) for one in value]
        if value is None or isinstance(value, bool):
            return value
        text = str(value)
        # TRAP: an event without an id of its own is named by its position in the
        # history; so short a number names nobody, and hashed it would name no event.
        if key in _OF_EVENTS and text.isdecimal() and len(text) <= _LONGEST_POSITION:
            return value
        return self.of(text)


def is_reference(key: str) -> bool:
    """Say whether the values of a key name a ticket, a person, a matter or an act."""
    return key in _NAMES or key.endswith(_ENDS)


def without_text(one: SetAside) -> SetAside:
    """Leave of something set aside its place and the reason.

    Where the reason is about an id, or about a cell that is nothing it should be, what
    it quotes of the row is left out, too.
    """
    reason = one.reason
    if one.code in _QUOTE_ANYTHING:
        zh, en = (_QUOTED.sub("`…`", said) for said in (reason.zh, reason.en))
        reason = Text(zh, en)
    return replace(one, text="", reason=reason)
