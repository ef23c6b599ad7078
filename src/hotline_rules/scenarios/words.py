"""Words for what a scenario expects, in the order in which a clerk reads them."""

from hotline_rules.explain.words import (
    COLOURS,
    STATES,
    STATES_OF_ACTIONS,
    STATES_OF_PENALTIES,
    STATES_OF_POWERS,
)

SECTION_WORDS = {
    "deadlines": "期限",
    "actions": "应办事项",
    "penalties": "牌和扣分",
    "statuses": "状态",
    "rungs": "阶梯",
    "light": "灯",
    "missing": "缺什么",
    "anomalies": "异常",
    "next_change": "下一次变化",
    "table": "考核表",
}
STATES_OF = {
    "deadlines": {**STATES_OF_POWERS, **STATES},
    "actions": STATES_OF_ACTIONS,
    "penalties": STATES_OF_PENALTIES,
}
LIGHT_COLOURS = tuple(COLOURS)


def word_of(section: str, key: str, value: str) -> str:
    """Return a value with its Chinese word in brackets, where it has one."""
    if value == "never":
        return "never（没有时间）"
    if section == "light" and key in ("colour", "peak"):
        words = COLOURS
    elif key == "state":
        words = STATES_OF.get(section, {})
    else:
        return value
    return f"{value}（{words[value].zh}）" if value in words else value
