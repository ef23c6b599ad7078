"""What the columns of an export probably mean, and what must be asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.adapters.mapping.guessing import words
from hotline_rules.adapters.mapping.guessing.matching import (
    Match,
    as_read,
    decision_in,
    find,
    happened,
    is_computed,
    is_personal,
    ordinal_of,
    stem_of,
    time_of,
    value_of,
)
from hotline_rules.adapters.mapping.guessing.parts import TITLES, From, Guessed
from hotline_rules.adapters.mapping.guessing.seen import is_harmless, is_mark
from hotline_rules.adapters.mapping.guessing.times_seen import (
    MAYBE,
    TimesSeen,
    see_times,
)
from hotline_rules.diagnostics import Text
from hotline_rules.profile.vocabulary import (
    BUILT_IN_ATTRIBUTES,
    BUILT_IN_EVENTS,
    EVENTS_OF_UNITS,
    ValueType,
    parse_type,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from hotline_rules.adapters.mapping.guessing.seen import Seen

MOST_VALUES = 20  # different texts of a column that can be a table of values
_LIST_MARKS = ("、", "，", ",", "；", ";")
_KINDS = {
    (event.id, key): parse_type(type_)
    for event in BUILT_IN_EVENTS
    for key, type_ in event.payload
}
_FACTS = {word.id: ValueType(word.type, word.one_of) for word in BUILT_IN_ATTRIBUTES}


class Proposal:
    """A mapping in the making.

    Args:
        columns: of all sheets, in their order.
        missing: headings that some sheet lacks.

    Attributes:
        id: heading of the ids, `None` when unknown.
        candidates: headings that are nearly unique, where the id is unknown.
        operation, at, recorded_at, by: headings of a log; `None` in a wide export.
        operations: text of a log to its event; a text for no event; `None` if unknown.
        events: of a wide export.
        payload: what the events of a log carry.
        attributes: facts fixed at the start.
        times: what its times show.
        may_be_missing: headings that are used and that some sheet lacks.
        personal, computed, unused: headings that are not read, by the reason.
        questions: what a person must confirm.
    """

    def __init__(self, columns: Sequence[Seen], missing: AbstractSet[str]) -> None:
        self.columns = {one.heading: one for one in columns}
        self.questions: list[Text] = []
        self.used: set[str] = set()
        self.recorded_at: str | None = None
        self.by: str | None = None
        self.at: str | None = None
        self.operations: dict[str, Guessed | str | None] = {}
        self.events: list[Guessed] = []
        self.payload: dict[str, From] = {}
        self._moved_on = False
        self.attributes: dict[str, From] = {}
        self.id = self._id()
        self.candidates = [] if self.id else self._candidates()
        self.operation = self._operation()
        if self.operation is None:
            self._wide()
        else:
            self._long(self.operation)
        self._facts()
        self.times = self._times()
        self.may_be_missing = [h for h in self.columns if h in missing & self.used]
        self.personal: list[str] = []
        self.computed: list[str] = []
        self.unused: list[str] = []
        self._rest()
        self._ask_about_missing()
        self._ask(
            "整份对照表已经有人从头到尾看过",
            "somebody has read the whole mapping",
        )

    def shown(self) -> list[str]:
        """Return the headings of which samples may be shown."""
        return [heading for heading in self.columns if heading in self.used]

    def _ask_about_missing(self) -> None:
        """Ask about headings that a sheet lacks: it may call the column otherwise.

        Taken for missing, the column would be blank in all rows of that sheet.
        """
        if not self.may_be_missing:
            return
        some = self.may_be_missing[:3]
        zh = "、".join(f"“{one}”" for one in some)
        en = ", ".join(f"`{one}`" for one in some)
        if len(some) < len(self.may_be_missing):
            zh, en = f"{zh}等", f"{en} and others"
        self._ask(
            f"有的表里没有{zh}列（见 may_be_missing）：真的没有才这样写；"
            "只是列名不同的，从那里删去，两个列名都写进 headings",
            f"a sheet lacks {en} (see `may_be_missing`): what is only called otherwise "
            "there belongs under `headings`",
        )

    # --- the id -----------------------------------------------------------------------

    def _id(self) -> str | None:
        found, sure = find(self.columns, words.ID)
        if found is None:
            self._ask("工单编号在哪一列", "which column holds the id")
            return None
        if not sure:
            self._ask(f"“{found}”就是工单编号", f"`{found}` is the id")
        return self._use(found)

    def _candidates(self) -> list[str]:
        """Return columns that could be ids: nearly unique, and nobody's number."""
        return [
            one.heading
            for one in self.columns.values()
            if one.filled
            and one.distinct >= 0.9 * min(one.filled, 500)
            and not one.is_times
            and not is_personal(one.heading)
        ][:5]

    # --- a row for each event ---------------------------------------------------------

    def _operation(self) -> str | None:
        """Return the column of operations of a log, `None` for a wide export."""
        found, _ = find(self.columns, words.OPERATION)
        at, _ = find(self.columns, words.OPERATED_AT)
        if found is None or at is None or self.columns[found].distinct > 100:
            return None
        return self._use(found)

    def _long(self, operation: str) -> None:
        at, _ = find(self.columns, words.OPERATED_AT)
        assert at is not None
        self.at = self._use(at)
        recorded, _ = find(self.columns, words.RECORDED_AT)
        self.recorded_at = None if recorded is None else self._use(recorded)
        by, _ = find(self.columns, (*words.OPERATED_BY, *words.UNIT))
        self.by = None if by is None else self._use(by)
        receiver, _ = find(self._free(), words.RECEIVER)
        for text in self.columns[operation].texts:
            meant = self._operation_of(text)
            self.operations[text] = meant
            if isinstance(meant, Guessed):
                self._unit_in_log(meant, receiver)
        self._carried_in_log()
        unknown = sum(1 for one in self.operations.values() if one is None)
        if unknown:
            self._ask(
                f"“{operation}”里有 {unknown} 种写法认不出来，标着“待确认”",
                f"{unknown} texts of `{operation}` are not known",
            )

    def _unit_in_log(self, event: Guessed, receiver: str | None) -> None:
        """Say whose an event of a log is, where the log says it."""
        if event.type in words.BY_UNITS and self.by is not None:
            event.payload["unit"] = From(self.by)
        elif event.type == "dispatched":
            unit = receiver or self.by
            if unit is not None:
                event.payload["unit"] = From(self._use(unit))
            if receiver is None:
                self._ask(
                    f"派单的行里，“{unit or '…'}”写的是接收工单的单位，不是派单的单位",
                    f"in a dispatch, `{unit}` is the unit that received the ticket",
                )

    def _operation_of(self, text: str) -> Guessed | str | None:
        match = happened(text)
        if match is None:
            return "ignore" if any(word in text for word in words.NO_EVENT) else None
        event = match.meaning
        decision = decision_in(text)
        decided = {"return_requested": "return_decided"}.get(event, "extension_decided")
        if decision and event in ("return_requested", "extension_requested"):
            event = decided
        if not match.sure:
            self._ask(f"“{text}”是“{TITLES[event]}”（{event}）", f"`{text}` is {event}")
        constants = dict(words.ALWAYS.get(event, {}))
        if decision and (event, "decision") in _KINDS:
            constants["decision"] = decision
        return Guessed(event, constants=constants)

    # --- a row for each ticket --------------------------------------------------------

    def _wide(self) -> None:
        for heading, match in self._chosen():
            self._use(heading)
            event = Guessed(match.meaning, heading)
            event.constants = dict(words.ALWAYS.get(event.type, {}))
            self.events.append(event)
            if not match.sure:
                self._ask(
                    f"“{heading}”是“{event.title}”（{event.type}）的时间",
                    f"`{heading}` is the time of {event.type}",
                )
        self._closing()
        self._units()
        self._carried()
        if not self.events:
            self._ask(
                "没有认出任何事件的时间列，要自己写 events",
                "no column of times was recognised; `events` must be written",
            )

    def _chosen(self) -> list[tuple[str, Match]]:
        """Return the columns of times: for each event and each 第二次 the likeliest."""
        carried = {name for _, _, known in words.CARRIED for name in known}
        best: dict[tuple[str, str], tuple[str, Match]] = {}
        for heading, seen in self.columns.items():
            if heading in self.used or ordinal_of(heading)[1] in carried:
                continue
            match = time_of(heading, is_times=seen.is_times)
            if match is None or not (seen.times or all(map(is_mark, seen.texts))):
                continue
            ordinal = "" if match.meaning in words.ONCE else ordinal_of(heading)[0]
            place = match.meaning, ordinal
            if place not in best or match.rank < best[place][1].rank:
                best[place] = heading, match
        order = list(self.columns)
        return sorted(best.values(), key=lambda one: order.index(one[0]))

    def _closing(self) -> None:
        """Take the closing for the answer where no column tells of an answer."""
        types = {event.type for event in self.events}
        for event in self.events:
            if event.type == "closed" and "result_submitted" not in types:
                event.type = "result_submitted"
                self._ask(
                    f"没有反馈时间一类的列，把“{event.at}”当作反馈办理结果的时间；"
                    "不是的，改成 closed",
                    f"there is no column of answers; `{event.at}` is taken for it",
                )

    def _units(self) -> None:
        unit = self._main_unit()
        self._moved_on = any(
            one.type == "dispatched" and ordinal_of(one.at)[0] for one in self.events
        )
        for event in self.events:
            if event.type in EVENTS_OF_UNITS:
                own = self._own_unit(event, unit)
                if own is not None:
                    event.payload["unit"] = From(self._use(own))
                elif event.type == "dispatched":
                    self._ask(
                        f"没有认出“{event.at}”派给了哪个单位，要自己写 unit",
                        f"no column says which unit got it at `{event.at}`",
                    )
        self._co_units()

    def _main_unit(self) -> str | None:
        """Return the column of the handling unit, asking what it holds."""
        free = [one for one in self._free() if ordinal_of(one) == ("", as_read(one))]
        unit, sure = find(free, words.UNIT)
        if unit is None:
            return None
        others = [one for one in free if as_read(one) in words.UNIT]
        if len(others) > 1 or not sure:
            listed = "、".join(others)
            self._ask(
                f"承办单位取“{unit}”（像的有：{listed}）",
                f"`{unit}` is the handling unit, of {', '.join(others)}",
            )
        self._ask(
            f"“{unit}”是派单时的单位；退单、转办以后如果会改成后来的单位，"
            "第一次派单的单位要另找一列",
            f"`{unit}` is the unit of the dispatch, not one that came later",
        )
        return self._use(unit)

    def _own_unit(self, event: Guessed, unit: str | None) -> str | None:
        """Return the column of an event's unit.

        The one that is named after it (退单单位 beside 退单申请时间) comes first, then
        that of its 第二次. An event without either says no unit once the ticket may
        have moved on: then it concerns whoever holds the ticket.
        """
        ordinal, _ = ordinal_of(event.at)
        stem = stem_of(event.at)
        second = None
        for heading in self.columns:
            other, text = ordinal_of(heading)
            if other != ordinal or not text.endswith(("单位", "部门")):
                continue
            if len(text) > 2 and stem.startswith(text[:-2]):
                return heading
            if ordinal and text in words.UNIT:
                second = heading
        if second or (ordinal and event.type != "dispatched"):
            return second
        moved_on = self._moved_on and event.type not in words.AT_FIRST
        return None if moved_on else unit

    def _co_units(self) -> None:
        co, _ = find(self._free(), words.CO_UNIT)
        first = next((one for one in self.events if one.type == "dispatched"), None)
        if co is None or first is None:
            return
        texts = "".join(self.columns[co].texts)
        split = next((mark for mark in _LIST_MARKS if mark in texts), "、")
        event = Guessed("dispatched", first.at, when=self._use(co))
        event.payload["unit"] = From(co, split=split)
        event.constants["role"] = "co"
        self.events.insert(self.events.index(first) + 1, event)
        self._ask(
            f"“{co}”与主办单位同时派单，几个单位用“{split}”隔开",
            f"`{co}` got the ticket together with the lead, separated by `{split}`",
        )

    def _carried(self) -> None:
        """Give the events of a wide export what else they carry."""
        for event in self.events:
            ordinal = ordinal_of(event.at)[0]
            for type_, key, known in words.CARRIED:
                if type_ != event.type or key in event.payload or event.when:
                    continue
                free = {
                    ordinal_of(one)[1]: one
                    for one in self._free()
                    if ordinal_of(one)[0] == ordinal
                }
                found, _ = find(free, known)
                if found is not None:
                    kind = _KINDS[type_, key]
                    event.payload[key] = self._value(free[found], key, kind)

        self._ask_about_decisions()

    def _ask_about_decisions(self) -> None:
        """Ask about decisions without a time: without one they cannot be used."""
        types = {event.type for event in self.events}
        for type_, key, known in words.CARRIED:
            if key != "decision" or type_ in types:
                continue
            found, sure = find(self._free(), known)
            if found is not None and sure:
                title = TITLES[type_]
                self._ask(
                    f"“{found}”没有用上：没有认出“{title}”的时间是哪一列；有这一列的，"
                    f"在 events 里写成 {type_}；没有的，这些决定都不会算进去",
                    f"`{found}` is not used: no column tells when that was decided; "
                    f"write it under `events` as {type_}, or none of them counts",
                )

    def _carried_in_log(self) -> None:
        """Take what events of a log carry, whichever of them it is."""
        for type_, key, known in (*words.CARRIED_IN_LOGS, *words.CARRIED):
            found, sure = find(self._free(), known)
            if found is not None and sure and key not in self.payload:
                self.payload[key] = self._value(found, key, _KINDS[type_, key])
        self._channel_in_log()
        for event in self.operations.values():
            if isinstance(event, Guessed) and event.type == "dispatched":
                # What a column says of each row comes before what is usual.
                for key in self.payload.keys() & event.constants.keys():
                    del event.constants[key]

    def _channel_in_log(self) -> None:
        """Take the caller's channel where a log has it beside those of replies."""
        found, sure = find(self._free(), words.CHANNEL_IN_LOGS)
        if found is None or not sure:
            return
        for event in self.operations.values():
            if isinstance(event, Guessed) and event.type == "ticket_created":
                event.payload["channel"] = From(self._use(found))
                self._ask(
                    f"“{found}”各行不同，只取受理那一行的；规则要看工单的来源渠道的，"
                    "另找一列写到 attributes 里",
                    f"`{found}` is of each row, that of the intake is taken; rules "
                    "that ask for the channel of the ticket need it under `attributes`",
                )

    # --- facts and values -------------------------------------------------------------

    def _facts(self) -> None:
        for key, known in words.ATTRIBUTES.items():
            heading, sure = find(self._free(), known)
            if heading is None:
                continue
            if not sure:
                self._ask(f"“{heading}”是工单的 {key}", f"`{heading}` is {key}")
            self.attributes[key] = self._value(heading, key, _FACTS[key])
        if "kind" not in self.attributes:
            self._ask(
                "没有认出诉求类型在哪一列；分咨询和其他诉求的规则会算不出",
                "no column of kinds; rules that ask for the kind stay undetermined",
            )

    def _value(self, heading: str, key: str, kind: ValueType) -> From:
        seen = self.columns[self._use(heading)]
        if key in words.FREE_TEXT:
            return From(heading, filled=True)
        if not kind.one_of and not kind.yes_or_no:
            return From(heading)
        known = words.VALUES.get(key) or words.VALUES["yes_no"]
        texts = [text for text in seen.texts if not is_mark(text) or text in MAYBE]
        if len(texts) > MOST_VALUES or not all(map(is_harmless, texts)):
            self._ask(
                f"“{heading}”不像只有几种写法的列，值表要自己写",
                f"`{heading}` has too many texts; its table must be written",
            )
            texts = []
        table = {text: value_of(text, known) for text in texts}
        unsure = [text for text in table if text in words.UNSURE]
        if unsure:
            listed = "、".join(unsure)
            self._ask(
                f"“{heading}”里的{listed}，按下面写的类别算",
                f"{', '.join(unsure)} in `{heading}` count as written below",
            )
        return From(heading, table or {"待确认": None})

    def _times(self) -> TimesSeen:
        columns = [(event.type, self.columns[event.at]) for event in self.events]
        logged = (self.at, self.recorded_at)
        columns += [("", self.columns[one]) for one in logged if one]
        found = see_times(columns, [self.columns[one] for one in self.used])
        self.questions += found.questions
        return found

    # --- the rest ---------------------------------------------------------------------

    def _rest(self) -> None:
        for heading in self._free():
            if is_personal(heading):
                self.personal.append(heading)
            elif is_computed(heading):
                self.computed.append(heading)
            else:
                self.unused.append(heading)

    def _free(self) -> list[str]:
        return [heading for heading in self.columns if heading not in self.used]

    def _use(self, heading: str) -> str:
        self.used.add(heading)
        return heading

    def _ask(self, zh: str, en: str) -> None:
        self.questions.append(Text(zh, en))
