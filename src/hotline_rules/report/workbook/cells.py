"""Values as cells: text that stays text, instants as real dates of a spreadsheet."""

from __future__ import annotations

import re

DAY = 86_400
_EPOCH = 25_569  # the spreadsheet's number of 1970-01-01
_LONGEST = 16_000  # a cell holds 32,767 UTF-16 units
# Control characters and halves of characters, which a file of XML cannot hold, and
# marks without width that make a text look like another one.
_UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)
_PICTURES = 0x2400  # ␀ ␁ … ␟, one for each control character


def clean(text: str) -> str:
    r"""A text that a cell can hold; what cannot be shown is replaced by a sign.

    Example:
        >>> clean("a\x00b\u202ec")
        'a␀b�c'
    """
    if not text.isprintable():
        text = _UNSHOWN.sub(_sign, text)
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    if text.startswith("<r>") and text.endswith("</r>"):
        # TRAP: the writer would take it for markup and put it into the file as it is.
        text += " "
    return text


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else "\ufffd"


def serial(local: int) -> float:
    """Local seconds since 1970 as a spreadsheet counts days.

    Example:
        >>> serial(0), serial(43_200)
        (25569.0, 25569.5)
    """
    return local / DAY + _EPOCH
