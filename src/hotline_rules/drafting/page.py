"""From a draft to the texts of its files."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from hotline_rules.drafting.answers import Limit
from hotline_rules.drafting.draft import Draft
from hotline_rules.drafting.questions import QUESTIONS, Question
from hotline_rules.profile.countings import SETTINGS
from hotline_rules.profile.source import read_yaml

TO_FILL_IN = "待填"  # where the article belongs, until somebody looks it up
_CARDS = ("yellow_card", "red_card")


def draft_files(draft: Draft, editor: Mapping[str, str]) -> dict[str, str]:
    """Return the profile and its register: paths below the folder, and texts.

    Args:
        draft: what is known.
        editor: by kind of file (`profile`, `register`), the first line that joins it
            to the schema an editor uses.
    """
    values = _values(draft) | {"editor": editor}
    return {
        f"{draft.id}.yaml": filled("profile.yaml.j2", values),
        values["register"]: filled("register.yaml.j2", values),
    }


def scalar(text: str) -> str:
    """Return a text as YAML: plain where it is read back as it is, else quoted."""
    for written in (text, json.dumps(text, ensure_ascii=False)):
        root, found, _ = read_yaml("text", f"key: {written}\n".encode())
        if root is not None and not found and root.plain() == {"key": text}:
            return written
    raise ValueError(f"cannot be written in YAML: {text!r}")


def filled(name: str, values: Mapping[str, Any]) -> str:
    """Return one of the templates of this room, filled in."""
    # The files are YAML for people: nothing in them is markup that needs escaping.
    environment = Environment(
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["scalar"] = scalar
    text = environment.from_string(_template(name)).render(values)
    lines: list[str] = []
    for line in text.splitlines():
        # A paragraph that was left out leaves its empty line behind.
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"


def _template(name: str) -> str:
    folder = files("hotline_rules.drafting").joinpath("template")
    return folder.joinpath(name).read_text("utf-8")


def _values(draft: Draft) -> dict[str, Any]:
    prefix = draft.id.upper().replace("_", "")
    topics = {
        question.name: _topic(question, draft.limits[question.name], prefix)
        for question in QUESTIONS
    }
    used = [limit for limit in draft.limits.values() if limit.on]
    counts = {name for limit in used for name in limit.settings}
    if draft.limits["extension"].on:  # its end may be a date
        counts.add("end_on_rest_day")
    if any(not limit.text for limit in used):  # whatever comes may need them
        counts |= {"first_day", "last_day_ends", "rest_days_in_hours"}
    return {
        **topics,
        "city": draft.id,
        "profile_title": f"{draft.name}12345热线规则",
        "title": draft.title,
        "number": draft.number,
        "issuer": draft.issuer,
        "issued": draft.issued,
        "in_force": draft.in_force,
        "until": draft.until,
        "calendar": draft.calendar,
        "open": ", ".join(f'"{shift}"' for shift in draft.open.split(",") if shift),
        "document": f"{draft.id}_{draft.issued[:4]}",
        "register": f"registers/{draft.id}.yaml",
        "prefix": prefix,
        "force_article": draft.force_article or TO_FILL_IN,
        "counts": {name: name in counts for name in SETTINGS},
        "cards": all(draft.limits[name].on for name in _CARDS),
        "clauses": [*_clauses(draft)],
    }


def _topic(question: Question, limit: Limit, prefix: str) -> dict[str, Any]:
    article = limit.article or TO_FILL_IN
    return {
        "title": question.title.zh,
        "on": limit.on,
        "text": limit.text,
        "cite": scalar(f"{prefix}-{_clause(question.name)} {article}"),
    }


def _clauses(draft: Draft) -> list[dict[str, str]]:
    found = [
        {
            "name": _clause(question.name),
            "article": draft.limits[question.name].article or TO_FILL_IN,
            "gist": question.title.zh,
        }
        for question in QUESTIONS
        if draft.limits[question.name].on
    ]
    article = draft.force_article or TO_FILL_IN
    return [*found, {"name": "FORCE", "article": article, "gist": "施行日期"}]


def _clause(name: str) -> str:
    return name.upper().replace("_", "")
