"""Plain values as one line of YAML, quoted where it could mean something else."""

from __future__ import annotations

import json
import re

# What YAML reads as the text that it is: no sign of YAML, and no number or boolean.
_HAN = "\u4e00-\u9fff"
_MARKS = "（），。；：、“”《》…·/.: -"
_PLAIN = re.compile(rf"(?:[A-Za-z_]|“?(?=.*[{_HAN}]))[\w{_MARKS}]*(?<![ :-])")
_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")


def quoted(value: object) -> str:
    """Return a text, a number or a flag as YAML; a text is quoted where it must be."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = _PLAIN.fullmatch(value) and ": " not in value
    if plain and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
