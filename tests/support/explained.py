"""The explanations of some of the examples, as text.

Run as a module to write the expected texts anew; then read the difference.
"""

import json
from functools import cache
from pathlib import Path

from hotline_rules import Profile, Result, evaluate, load_profile
from hotline_rules.explain import explain_result, render_explanation
from hotline_rules.scenarios import Variants

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "golden" / "explain"

# The example, and when it is looked at.
LOOKS = {
    "QY-HOURS-LATE": "2024-06-01T00:00:00+08:00",
    "QY-PROMISED": "2024-03-19T00:00:00+08:00",
    "QY-RETURNED-3": "2024-03-15T09:00:00+08:00",
    "ZB-EXTENDED": "2021-03-10T09:00:00+08:00",
    "ZB-FESTIVAL": "2021-02-20T12:00:00+08:00",
    "ZB-RECLASSED": "2021-03-17T09:00:00+08:00",
}


@cache
def profile_of(name: str) -> Profile:
    """Load a bundled profile once."""
    return load_profile(name)


def example(name: str, as_of: str | int) -> Result:
    """Judge an example by the profile that its name begins with."""
    city = "qingyuan" if name.startswith("QY") else "zibo"
    lines = (ROOT / "examples" / f"{city}.jsonl").read_text("utf-8").splitlines()
    history = next(one for one in map(json.loads, lines) if one["id"] == name)
    return evaluate(profile_of(city), history, as_of=as_of)


def happened(type_: str, at: str, **payload: object) -> dict[str, object]:
    """An event of one unit in a history made for a test; ``at`` to the minute."""
    return {"type": type_, "at": f"{at}:00+08:00", "unit": "甲局", **payload}


def text_of(name: str) -> str:
    """Explain an example in full in Chinese, then in English, then in short."""
    explanation = explain_result(example(name, LOOKS[name]))
    parts = [
        render_explanation(explanation, "zh"),
        render_explanation(explanation, "en"),
        render_explanation(explanation, "zh", "short"),
        render_explanation(explanation, "en", "short"),
    ]
    return ("\n" + "=" * 96 + "\n\n").join(parts)


def audit_of(name: str) -> str:
    """Explain an example for an audit, in Chinese."""
    result = example(name, LOOKS[name])
    variants = Variants.of(result.identity[0])

    def judge(code: str, option: str) -> Result:
        profile = variants.profile({code: option})
        return evaluate(profile, result.history, as_of=result.as_of)

    explanation = explain_result(result, audit=True, judge=judge)
    return render_explanation(explanation, "zh", "audit")


AUDITED = ("QY-HOURS-LATE", "ZB-FESTIVAL")

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in LOOKS:
        path = FOLDER / f"{each}.txt"
        path.write_text(text_of(each), encoding="utf-8", newline="\n")
    for each in AUDITED:
        path = FOLDER / f"{each}.audit.txt"
        path.write_text(audit_of(each), encoding="utf-8", newline="\n")
