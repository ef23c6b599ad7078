"""A proposed mapping as YAML, with samples and what they mean in comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hotline_rules.adapters.mapping.guessing import words
from hotline_rules.adapters.mapping.guessing.parts import From, Guessed
from hotline_rules.adapters.mapping.shapes import UNCONFIRMED
from hotline_rules.profile.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hotline_rules.adapters.mapping.guessing.proposal import Proposal

_DIGIT = re.compile(r"\d")
_HEAD = """\
# 对照表：这份导出表的各列是什么意思。由程序猜出，待人确认。
# 怎样用：
# 1. 从上到下看一遍；“# 样例”是表里的原文，用来核对。
# 2. 标着“待确认”的地方，改成应有的值。
# 3. confirm 里的每一条，核对无误就删掉那一行；全部删完，对照表才能用。
# 写法见《对照表》（docs/zh/对照表.md）。
format: 1
"""


def mapping_text(proposal: Proposal) -> str:
    """Return the text of a proposed mapping, which does not load yet."""
    return _HEAD + "\n".join(_lines(proposal)) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    yield f"rows: {'ticket' if proposal.operation is None else 'event'}"
    yield f"zone: {words.ZONE}  # 没有写时区的时间都是北京时间"
    yield ""
    yield "confirm:"
    yield from (f"  - {quoted(question.zh)}" for question in proposal.questions)
    yield ""
    yield from _id(proposal)
    yield from _times(proposal)
    yield from _attributes(proposal)
    if proposal.operation is None:
        yield from _wide(proposal)
    else:
        yield from _long(proposal)
    yield from _ignored(proposal)


def _id(proposal: Proposal) -> Iterator[str]:
    if proposal.id is not None:
        yield f"id: {quoted(proposal.id)}{_form_of_ids(proposal, proposal.id)}"
        return
    listed = "、".join(proposal.candidates) or "没有像编号的列"
    yield f"id: {UNCONFIRMED}  # 像编号的列：{listed}"


def _times(proposal: Proposal) -> Iterator[str]:
    times = proposal.times
    forms = [*times.forms, *([UNCONFIRMED] if times.unclear_days else [])]
    if forms:
        note = ""
        if times.unclear_days:
            note = "  # 年在最后的日期：月在前写 month_first，日在前写 day_first"
        yield f"times: [{', '.join(forms)}]{note}"
    if times.empty:
        yield f"empty: [{', '.join(map(quoted, times.empty))}]  # 这些写法等于空着"
    if times.date_only:
        yield "# 只有日期的：start_of_day 算当天 0 点，end_of_day 算当天最后一秒，"
        yield "# set_aside 放到一边。"
        if "" in times.date_only:
            yield f"date_only: {UNCONFIRMED}  # 样例：{times.date_only['']}"
        else:
            yield "date_only:"
            for event, sample in times.date_only.items():
                yield f"  {event}: {UNCONFIRMED}  # 样例：{sample}"
    if proposal.may_be_missing:
        listed = ", ".join(map(quoted, proposal.may_be_missing))
        yield f"may_be_missing: [{listed}]  # 有的表里没有这几列"
    yield ""


def _attributes(proposal: Proposal) -> Iterator[str]:
    if proposal.attributes:
        yield "attributes:  # 工单一开始就定下的事实"
        for key, source in proposal.attributes.items():
            yield from _source(proposal, key, source, "  ")
        yield ""


def _wide(proposal: Proposal) -> Iterator[str]:
    if not proposal.events:
        yield f"events: {UNCONFIRMED}"
        return
    yield "events:  # 哪一列的时间是哪件事；空着的行没有这件事"
    for event in proposal.events:
        yield f"  - type: {event.type}  # {event.title}"
        yield f"    at: {quoted(event.at)}{_samples(proposal, event.at)}"
        if event.when:
            yield f"    when: {{{quoted(event.when)}: filled}}"
            yield "    without_time: ignore"
        for key, source in event.payload.items():
            yield from _source(proposal, key, source, "    ")
        for key, value in event.constants.items():
            yield f"    {key}: {{is: {value}}}"


def _long(proposal: Proposal) -> Iterator[str]:
    assert proposal.operation is not None
    assert proposal.at is not None
    yield f"at: {quoted(proposal.at)}{_samples(proposal, proposal.at)}"
    if proposal.recorded_at is not None:
        yield f"recorded_at: {quoted(proposal.recorded_at)}"
    yield "type:"
    yield f"  column: {quoted(proposal.operation)}"
    yield "  values:  # 每种操作是哪件事；不算事件的写 ignore"
    for text, meant in proposal.operations.items():
        yield f"    {quoted(text)}: {_operation(meant)}"
    yield "  others: set_aside  # 没有列出的操作放到一边"
    if proposal.payload:
        yield "payload:  # 每件事都带的项；不带这一项的事件不取"
    for key, source in proposal.payload.items():
        yield from _source(proposal, key, source, "  ")


def _operation(meant: Guessed | str | None) -> str:
    if not isinstance(meant, Guessed):
        return f"{meant or UNCONFIRMED}"
    parts = [f"{key}: {quoted(one.heading)}" for key, one in meant.payload.items()]
    parts += [f"{key}: {{is: {value}}}" for key, value in meant.constants.items()]
    if not parts:
        return f"{meant.type}  # {meant.title}"
    return f"{{type: {meant.type}, {', '.join(parts)}}}  # {meant.title}"


def _source(proposal: Proposal, key: str, source: From, indent: str) -> Iterator[str]:
    heading = quoted(source.heading)
    if source.filled:
        yield (
            f"{indent}{key}: {{column: {heading}, filled: {words.FILLED}}}"
            "  # 只记有没有写，原文不读入"
        )
    elif source.split:
        yield f"{indent}{key}: {{column: {heading}, split: {quoted(source.split)}}}"
    elif source.table is None:
        yield f"{indent}{key}: {heading}{_samples(proposal, source.heading)}"
    else:
        yield f"{indent}{key}:"
        yield f"{indent}  column: {heading}"
        yield f"{indent}  values:"
        texts = proposal.columns[source.heading].texts
        for text, value in source.table.items():
            shown = UNCONFIRMED if value is None else quoted(value)
            count = f"  # {texts[text]} 行" if text in texts else ""
            yield f"{indent}    {quoted(text)}: {shown}{count}"


def _ignored(proposal: Proposal) -> Iterator[str]:
    groups: Mapping[str, Iterable[str]] = {
        "个人信息和文字，不导入": proposal.personal,
        "系统算出的时限一类，不用": proposal.computed,
        "没有认出来的列；要用就移到上面": proposal.unused,
    }
    if not any(groups.values()):
        return
    yield ""
    yield "ignore:"
    for title, headings in groups.items():
        if headings:
            yield f"  # {title}"
            yield from (f"  - {quoted(heading)}" for heading in headings)


def _form_of_ids(proposal: Proposal, heading: str) -> str:
    """Show ids without their digits.

    A run keeps a copy of its mapping, and where it replaces ids by pseudonyms a comment
    must not give two of them away.
    """
    samples = proposal.columns[heading].samples()
    forms = dict.fromkeys(_DIGIT.sub("#", one) for one in samples)
    return (
        f"  # 样例：{'；'.join(forms)}（数字写成 #）" if forms else "  # 样例里是空的"
    )


def _samples(proposal: Proposal, heading: str) -> str:
    samples = proposal.columns[heading].samples()
    return f"  # 样例：{'；'.join(samples)}" if samples else "  # 样例里是空的"
