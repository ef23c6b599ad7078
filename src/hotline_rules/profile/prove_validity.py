"""Proofs about days: gaps between documents, and ends beyond the announced calendar."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from hotline_rules.calendar import BeyondCalendarError, WorkingCalendar
from hotline_rules.clock import Amount
from hotline_rules.diagnostics import Label, Text, codes, has_errors
from hotline_rules.explain.wording import amount_text, date_text
from hotline_rules.profile.folding import reading_of
from hotline_rules.profile.node import Node
from hotline_rules.profile.proof import Owned, Proof
from hotline_rules.profile.spans_of_time import fixed_lengths
from hotline_rules.rulebook import Document


def prove_validity(proof: Proof) -> None:
    """Tell of days without a rule, uncited values and unannounced days.

    Diagnostics:
        DOCUMENTS_GAP, DOCUMENT_ENDS, VALUE_UNCITED, BEYOND_ANNOUNCED.
    """
    _prove_documents(proof)
    _prove_values(proof)
    if not has_errors(proof.ctx.found):  # first things first
        _prove_calendars(proof)


# --- documents -----------------------------------------------------------------------


def _prove_documents(proof: Proof) -> None:
    documents = proof.compiled.documents
    if len(documents) < len(proof.ctx.documents):
        return  # one could not be read, and numbers no longer fit
    for number, document in enumerate(documents):
        if document.end_day is None:
            continue
        after = [one for one in documents if number in one.replaces]
        starts = [one.first_day for one in after]
        if not after and not has_errors(proof.ctx.found):
            _report_end(document, proof)
        elif (
            after
            and None not in starts
            and min(s for s in starts if s) > document.end_day
        ):
            _report_gap(document, min(after, key=lambda one: one.first_day or 0), proof)


def _report_gap(document: Document, after: Document, proof: Proof) -> None:
    nodes = proof.ctx.names.documents
    assert document.end_day is not None
    assert after.first_day is not None
    first, last = date_text(document.end_day), date_text(after.first_day - 1)
    between = first if document.end_day == after.first_day - 1 else None
    span = between or Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")
    proof.ctx.report(
        codes.DOCUMENTS_GAP,
        _in_force(nodes[after.id]).place,
        Text(
            f"`{document.id}` 与接替它的 `{after.id}` 之间，{span.zh}没有文件在施行",
            f"no document is in force between `{document.id}` and `{after.id}` that "
            f"replaces it: {span.en}",
        ),
        why=Text(
            "这几天转办的工单找不到施行中的依据",
            "a ticket of these days has no text in force to rest on",
        ),
        fix=Text(
            "核对两份文件的施行日期；原文确有间断的，按 `after_end` 处理，可以不改",
            "check the days of both; if the texts do leave a gap, `after_end` says "
            "what happens and nothing need be changed",
        ),
        related=(
            Label(
                _in_force(nodes[document.id]).place, Text("前一份到这天", "ends here")
            ),
        ),
    )


def _report_end(document: Document, proof: Proof) -> None:
    assert document.end_day is not None
    last = date_text(document.end_day - 1)
    flagged = document.after_end == "apply_and_flag"
    then = Text(
        "其后的工单照旧适用，结果标明依据已过期"
        if flagged
        else "其后的工单不再适用，只留下一条异常",
        "what comes later is judged by it all the same, flagged"
        if flagged
        else "what comes later is not judged by it",
    )
    proof.ctx.report(
        codes.DOCUMENT_ENDS,
        _in_force(proof.ctx.names.documents[document.id]).place,
        Text(
            f"《{document.title}》（`{document.id}`）施行到{last.zh}，没有接替它的文件",
            f"`{document.id}` is in force until {last.en} and nothing replaces it",
        ),
        why=then,
        fix=Text(
            "有了新的文件，写进 `documents`，并注明 `replaces`",
            "when there is a new text, add it with `replaces`",
        ),
    )


def _in_force(node: Node) -> Node:
    return node.child("in_force") or node


# --- values --------------------------------------------------------------------------


def _prove_values(proof: Proof) -> None:
    """Warn of named values that no clause is given for, in whole or by rows."""
    for name, node in proof.ctx.names.values.items():
        if _is_cited(node, proof):
            continue
        proof.ctx.report(
            codes.VALUE_UNCITED,
            node.place,
            Text(
                f"取值 `{name}` 没有写依据 `cite`", f"the value `{name}` has no `cite`"
            ),
            why=Text(
                "数字要有出处；审计的人要能从结果找到写着它的那一条",
                "a number has a source, and an auditor must find it from the result",
            ),
            fix=Text(
                "加上 `cite: 条款编号 条文`；原文没有给数字的，写 `is: missing`",
                "add `cite:`; where the source gives no number, write `is: missing`",
            ),
        )


def _is_cited(node: Node, proof: Proof) -> bool:
    """Say whether a value, each of its rows, or the reading it goes by has a source."""
    given = node.child("is") if node.child("is") is not None else node
    if node.child("cite") is not None or given is None:
        return True
    code = reading_of(given)
    reading = proof.ctx.names.readings.get(code) if code is not None else None
    if reading is not None and reading.child("cite") is not None:
        return True
    rows = given.child("rows")
    if rows is not None:
        parts = list(rows.children())
    elif isinstance(given.value, dict):
        parts = [child for key, child in given.value.items() if key in _nested(given)]
    else:
        parts = []
    return bool(parts) and all(_is_cited(part, proof) for part in parts)


def _nested(given: Node) -> set[str]:
    """Return the keys of a choice whose values are results."""
    keys = set(given.value) if isinstance(given.value, dict) else set()
    return keys - {"by", "title", "basis", "where"} if "by" in keys else set()


# --- beyond what is announced --------------------------------------------------------


class _Reach(NamedTuple):
    """A limit, one of its lengths, and the first day whose starts reach too far."""

    day: int
    owned: Owned
    length: Amount


def _prove_calendars(proof: Proof) -> None:
    """Note for each calendar from which day on ends lie beyond what is announced."""
    found: dict[str, list[_Reach]] = {}
    for owned in proof.limits:
        clock = proof.clocks.get(owned.limit.counting or "")
        if clock is None or clock.calendar.known_until is None:
            continue
        for length in fixed_lengths(owned.limit):
            for reach in _reaches(owned, length, proof):
                found.setdefault(clock.calendar.id, []).append(reach)
    for counting in proof.compiled.countings:
        clock = proof.clocks.get(counting.id)
        reaches = found.pop(clock.calendar.id, []) if clock else []
        if clock is not None and reaches:
            first = min(reaches, key=lambda one: one.day)
            _report_reach(counting.calendar, clock.calendar, first, proof)


def _reaches(owned: Owned, length: Amount, proof: Proof) -> Iterator[_Reach]:
    """Yield the first day from whose starts a limit can end on an unsettled day."""
    clock = proof.clocks[owned.limit.counting or ""]
    calendar = clock.calendar
    try:
        add = clock.adder(length)
    except ValueError:
        return  # a setting is missing, which is reported
    last = calendar.day_of(calendar.certain_until)

    def is_beyond(day: int) -> bool:
        try:
            return add(calendar.end_of(day) - 1).at > calendar.certain_until
        except BeyondCalendarError:
            return True

    days = range(calendar.day_of(calendar.certain_from), last)
    at = bisect_left(days, True, key=is_beyond)  # noqa: FBT003 - the key's first truth
    if at < len(days):
        yield _Reach(days[at], owned, length)


def _report_reach(
    id_: str, calendar: WorkingCalendar, first: _Reach, proof: Proof
) -> None:
    node = proof.ctx.names.calendars.get(id_)
    if node is None:
        return
    until = date_text(calendar.day_of(calendar.certain_until) - 1)
    since, amount = date_text(first.day), amount_text(first.length)
    name, title = first.owned.name, first.owned.case.title
    proof.ctx.report(
        codes.BEYOND_ANNOUNCED,
        node.place,
        Text(
            f"从{since.zh}起算的期限可能超出已公布的放假安排",
            f"limits that start from {since.en} on may end beyond the announced days",
        ),
        why=Text(
            f"放假安排确定到{until.zh}；最早超出的是“{title}”（`{name}`，{amount.zh}），"
            "超出的结果标明暂定",
            f"the days are settled until {until.en}; the first to go beyond is "
            f"`{name}` ({amount.en}); such results are marked provisional",
        ),
        fix=Text(
            "国务院办公厅公布下一年的安排后，更新日历",
            "update the calendar when the next notice is out",
        ),
    )
