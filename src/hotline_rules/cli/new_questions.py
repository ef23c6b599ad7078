"""The questions of `hotline-rules new`, asked on a terminal until they are answered."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.drafting.draft import REQUIRED, Mistake, limit_of, mistake_in
from hotline_rules.drafting.questions import QUESTIONS

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.drafting.questions import Question

_FACTS = {
    "name": Text("城市名称，例如 某市", "the name of the city"),
    "id": Text(
        "编号，也是文件名：城市的拼音，例如 moushi",
        "the id, also the name of the files: the city in letters, such as moushi",
    ),
    "title": Text(
        "文件的名称，例如 某市12345热线管理办法", "the title of the document"
    ),
    "number": Text("文号，没有就直接回车", "its number, or just Enter"),
    "issuer": Text("印发机关，没有写就直接回车", "who issued it, or just Enter"),
    "issued": Text("印发日期，例如 2024-03-01", "the day of issue: 2024-03-01"),
    "in_force": Text(
        "施行日期，前面写上条文，例如 第十二条 2024-03-15",
        "the first day in force: 2024-03-15",
    ),
    "until": Text(
        "有效的最后一天，没有写就直接回车", "the last day in force, or just Enter"
    ),
}
_LIMITS = Text(
    "下面问常见的期限。先写条文，再写时间，中间空一格，"
    "例如：第八条（一） 5 working days。\n"
    "时间的单位：working days 工作日，calendar days 自然日，"
    "hours 小时，minutes 分钟。\n"
    "文件没有写、以后再填的，直接回车；本市没有这一项的，写 none。",
    "The usual limits now: the article, a space, the amount. Just Enter for what is\n"
    "not known yet; `none` where the city has no such rule.",
)


def ask(given: dict[str, str | None], answers: dict[str, str], lang: Language) -> None:
    """Ask for what is lacking; where nothing that is needed is lacking, for nothing.

    Args:
        given: texts by name; filled in.
        answers: of the limits by name; filled in.
        lang: of the questions.

    Raises:
        EOFError: nobody answers any more.
    """
    if all(given[name] for name in REQUIRED):
        return
    for name, text in _FACTS.items():
        while given[name] is None or (name in REQUIRED and not given[name]):
            answer = _answer(text.in_(lang))
            mistake = mistake_in(name, answer)
            if mistake is None:
                given[name] = answer
            else:
                _complain(mistake, lang)
    _write(f"\n{_LIMITS.in_(lang)}\n")
    for question in QUESTIONS:
        if question.name not in answers:
            answers[question.name] = _limit(question, lang)


def _limit(question: Question, lang: Language) -> str:
    for_example = Text("例如", "such as").in_(lang)
    while True:
        asked = f"{question.text.in_(lang)}（{for_example} {question.like}）"
        answer = _answer(asked)
        found = limit_of(answer, question)
        if not isinstance(found, Mistake):
            return answer
        _complain(found, lang)


def _answer(asked: str) -> str:
    _write(f"{asked}\n> ")
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _complain(mistake: Mistake, lang: Language) -> None:
    from hotline_rules.cli.new import told

    _write(told(mistake, lang) + "\n")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
