"""What somebody answers about a limit: where it stands, and how long it is."""

import re
from dataclasses import dataclass

from hotline_rules.clock import Amount, WorkingDays
from hotline_rules.clock.settings import settings_used
from hotline_rules.diagnostics import Text, codes
from hotline_rules.drafting.questions import Question
from hotline_rules.profile.amounts import Fault, parse_amount
from hotline_rules.rulebook import FactAmount

NOT_FOUND = "missing"  # the document may have it; nobody has found it yet
NOT_THERE = "none"  # the city has no such rule
AT_THE_END = "due"
_ARTICLE = re.compile(r"\s*([^\x00-\x7f][^\s,，:：]*)[\s,，:：]*(.*)", re.DOTALL)
_PLACE = re.compile(r"第[^0-9\s]+|[一二三四五六七八九十]+、?[^\s]*|第?[0-9]+条.*")
_FORMS = {
    "within": "{}",
    "before": "{} before due",
    "past": "past {} after due",
    "after": "{} after due",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The answer to a question.

    Attributes:
        on: whether the city has such a rule.
        article: where it stands, such as `第八条（一）`; empty when not said.
        text: the value as the profile writes it; empty when it is missing.
        settings: what a counting must say, so that the amount can be counted.
        office_hours: whether the calendar needs them.
    """

    on: bool = True
    article: str = ""
    text: str = ""
    settings: tuple[str, ...] = ()
    office_hours: bool = False


def read_limit(answer: str, question: Question) -> Limit | Fault:
    """Read an answer: the article, then the amount; either may be left out.

    Args:
        answer: such as `第八条（一） 5 working days`, `5 working days`, `第八条（一）`,
            `none` (the city has no such rule), `missing` or nothing (not found yet);
            where the question is from when on, also `due`.
        question: what it answers.
    """
    article, rest = parted(answer)
    match rest:
        case "" | "missing":
            return Limit(article=article)
        case "none":
            return Limit(on=False) if question.name != "handle" else _needed()
        case "due" if question.kind == "past":
            return Limit(article=article, text="past due")
    amount = parse_amount(rest)
    if isinstance(amount, Fault):
        return amount
    if isinstance(amount, FactAmount):  # cannot be: no names are looked up
        raise TypeError(rest)
    return Limit(
        article=article,
        text=_FORMS[question.kind].format(rest),
        settings=_settings(amount),
        office_hours="working hour" in rest,
    )


def parted(answer: str) -> tuple[str, str]:
    """Part the article from what follows; a Chinese amount is no article.

    Example:
        >>> parted("第八条（一） 5 working days")
        ('第八条（一）', '5 working days')
    """
    match = _ARTICLE.fullmatch(answer)
    if match and _PLACE.fullmatch(match.group(1)):
        return match.group(1), match.group(2).strip()
    return "", answer.strip()


def _settings(amount: Amount) -> tuple[str, ...]:
    halves = isinstance(amount, WorkingDays) and amount.halves % 2 == 1
    return settings_used(type(amount), halves=halves)


def _needed() -> Fault:
    return Fault(
        codes.BAD_AMOUNT,
        Text("办理期限不能没有", "there must be a limit to handle a ticket"),
        Text("延期、灯和牌都系于办理期限", "extensions, lights and cards hang on it"),
        Text("还不知道的写 missing", "write `missing` if it is not known yet"),
    )
