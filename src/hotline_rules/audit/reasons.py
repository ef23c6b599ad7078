"""What the codes of set-aside histories and of findings stand for, in a few words.

Those of the import have their titles beside them; here stand those of this room and of
the engine, whose own sentences say what is odd about a certain event.
"""

from __future__ import annotations

from hotline_rules.adapters import leftovers
from hotline_rules.diagnostics import Text

UNREADABLE, ENGINE_ERROR = "unreadable-history", "engine-error"

_NOT_JUDGED = {
    UNREADABLE: Text("合起来不成一条历史", "rows that make no history together"),
    ENGINE_ERROR: Text("判断时程序出错", "the engine failed on it"),
}

BY_ENGINE = {
    # docs/results.md
    "unknown-event": Text("不认识的事件", "an unknown event"),
    "unknown-payload-key": Text("不认识的事件数据项", "an unknown payload key"),
    "unknown-attribute": Text("不认识的属性", "an unknown attribute"),
    "unfit-value": Text("事件数据项的值不能用", "a payload value that does not fit"),
    "unfit-attribute": Text("属性的值不能用", "an attribute that does not fit"),
    "unusable-value": Text("申请或决定里没有可用的期限", "no usable date or number"),
    "change-without-effect": Text("申请或决定没有生效", "a change without effect"),
    "promise-changes-nothing": Text(
        "申请的期限不晚于原期限", "a date asked for that is not later"
    ),
    "extension-cut": Text("申请的期限超过上限", "a date asked for beyond the cap"),
    "not-yet-in-force": Text("文件当时尚未施行", "a document not yet in force"),
    "document-expired": Text("文件当时已失效", "a document no longer in force"),
    "beyond-calendar": Text("期限超出日历范围", "an end beyond the calendar"),
    # docs/histories.md
    "unknown-key": Text("历史里没有的键", "a key that no history has"),
    "nested-value": Text("值不是平的", "a value that is an object"),
    "repeated-key": Text("同一个键写了两次", "a key written twice"),
    "recorded-before-it-happened": Text("登记早于发生", "recorded before it happened"),
    "duplicate-event-id": Text("事件编号重复", "an event id used twice"),
    "event-before-creation": Text("登记以前已有事件", "events before the creation"),
    "created-twice": Text("登记了两次", "created twice"),
    "dispatched-to-nobody": Text("派单没有写单位", "a dispatch to nobody"),
    "acted-without-dispatch": Text("没有被派单的单位", "a unit without a dispatch"),
    "decided-without-request": Text("没有申请的决定", "a decision without a request"),
    "decided-twice": Text("决定了两次", "decided twice"),
    "paused-twice": Text("暂停了两次", "paused twice"),
    "resumed-without-pause": Text("没有暂停就恢复", "resumed without a pause"),
    "redo-without-answer": Text("没有结果就重办", "a redo without an answer"),
    "answer-missing": Text("没有结果的后续", "a follow-up without an answer"),
    "finding-without-code": Text("认定没有写明内容", "a finding of nothing"),
}


def title_of(code: str) -> Text:
    """What a code stands for; the code itself where nobody knows."""
    return _NOT_JUDGED.get(code) or BY_ENGINE.get(code) or leftovers.title_of(code)
