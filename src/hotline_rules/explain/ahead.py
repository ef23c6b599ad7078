"""What changes next if nothing else happens: the engine run on to that instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.replay import differences
from hotline_rules.evaluate.result import Result
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.snapshot import snapshot
from hotline_rules.explain.actions import action_text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.outcomes import penalty_name
from hotline_rules.explain.wording import join, say
from hotline_rules.explain.words import (
    COLOURS,
    STATES,
    STATES_OF_ACTIONS,
    STATES_OF_PENALTIES,
    STATES_OF_POWERS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.evaluate.records import Deadline, State
    from hotline_rules.evaluate.state import PenaltyState
    from hotline_rules.explain.context import Context

_ONLY_DETAILS = Text(
    "只有标注变化，期限、灯、处理和应办事项不变",
    "only remarks change; limits, light, penalties and actions stay",
)


def next_reasons(ctx: Context) -> tuple[Reason, ...]:
    """When the result changes next, and each thing that then changes."""
    at = ctx.result.next_change_at
    if at is None:
        text = Text(
            "没有新的事件，结果不再变化。", "Without further events nothing changes."
        )
        return (Reason(what="next", text=text, minor=True),)
    lines = told_differences(ctx, Later.at(ctx.result, at))
    if not lines:
        lines = {_ONLY_DETAILS: None}
    head = say(
        "如果没有新的事件，{0}起：",
        "If nothing else happens, from {0}:",
        ctx.times.at(at, named=True),
    )
    children = tuple(
        Reason(what="will", id=key, text=line) for line, key in lines.items()
    )
    moments = (ctx.times.moment("next_change_at", at),)
    return (Reason(what="next", text=head, moments=moments, children=children),)


@dataclass(frozen=True, slots=True)
class Later:
    """Another judgement of the same history, to be held against the first."""

    result: Result
    state: State
    penalties: tuple[PenaltyState, ...]

    @classmethod
    def at(cls, result: Result, at: int) -> Later:
        """The same history, judged at a later instant without any further event."""
        run = Run(result.plan, result.history)
        run.advance(at)
        state = snapshot(run, at)
        later = Result(run, state, at, result.known_at, result.identity)
        return cls(later, state, tuple(run.penalties))

    @classmethod
    def of(cls, result: Result) -> Later:
        """A result that somebody else has made of it."""
        return cls(result, result.state, tuple(result.judged.penalties))


def told_differences(ctx: Context, later: Later) -> dict[Text, str | None]:
    """What is otherwise in another judgement: a sentence, and the id it is about."""
    before, after = ctx.result.to_dict(), later.result.to_dict()
    changed: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for change in differences(before, after):
        fields = changed.setdefault((change["list"], change["key"]), {})
        fields[change["field"] or ""] = change
    lines: dict[Text, str | None] = {}
    for (name, key), fields in changed.items():
        line = _told(ctx, later, name, key, fields)
        if line is not None:
            lines.setdefault(line, key)
    return lines


def _told(
    ctx: Context,
    later: Later,
    name: str,
    key: str,
    fields: Mapping[str, Mapping[str, Any]],
) -> Text | None:
    """One sentence about a record that changes; ``None`` if it is not worth one."""
    whole = fields.get("")
    gone = whole is not None and whole["to"] is None
    if gone and name in ("deadlines", "penalties", "actions"):
        return say("不再有{0}这一项", "{0} is no more", key)
    match name:
        case "deadlines":
            return _deadline(ctx, later, key, fields)
        case "penalties":
            return _penalty(ctx, later, key, fields)
        case "actions":
            return _action(ctx, later, key, fields)
        case "light" if "colour" not in fields and "cites" in fields:
            cites = ctx.names.cites(fields["cites"]["to"])
            told = join(
                (
                    say("{0}（{1}）", "{0} ({1})", one.article, one.gist)
                    for one in cites
                ),
                "、",
                ", ",
            )
            return say("亮灯的依据变为{0}", "the light then rests on {0}", told)
        case "light" if "colour" not in fields and "peak" in fields:
            was, now = fields["peak"]["from"], fields["peak"]["to"]
            return say(
                "最重的灯由{0}变为{1}",
                "the worst light goes from {0} to {1}",
                COLOURS[was],
                COLOURS[now],
            )
        case "light" if "colour" in fields:
            return _light(fields["colour"]["from"], fields["colour"]["to"])
        case "statuses" | "rungs" if not gone:
            return _interval(ctx, later, name, key, ends=whole is None)
        case "missing" if not gone:
            return say("{0}成为未知", "{0} becomes unknown", key.partition(":")[2])
    return None


def _light(was: str, now: str) -> Text:
    if was == "none":
        return say("亮{0}", "a {0} comes on", COLOURS[now])
    if now == "none":
        return say("{0}熄灭", "the {0} goes out", COLOURS[was])
    return say("{0}变为{1}", "{0} becomes {1}", COLOURS[was], COLOURS[now])


def _deadline(
    ctx: Context, later: Later, key: str, fields: Mapping[str, Mapping[str, Any]]
) -> Text | None:
    one = next((d for d in later.state.deadlines if d.id == key), None)
    if one is None:
        return None
    who = ctx.names.bearer(one.role, one.unit, ctx.times.day(one.started_at))
    title = say("“{0}”（{1}）", "“{0}” ({1})", one.title, who)
    if "" in fields:
        return say("{0}开始计时", "{0} begins", title)
    if "state" not in fields:
        return _moved(ctx, one, title) if "due_at" in fields else None
    words = STATES if one.kind == "duty" else STATES_OF_POWERS
    was, now = words[fields["state"]["from"]], words[one.state]
    return say("{0}由{1}变为{2}", "{0} goes from {1} to {2}", title, was, now)


def _moved(ctx: Context, one: Deadline, title: Text) -> Text:
    """Another end."""
    before = next((d for d in ctx.state.deadlines if d.id == one.id), None)
    old = None if before is None else before.instance.end
    new = one.instance.end
    if old is None or new is None:
        return say("{0}有变化", "{0} changes", title)
    return say(
        "{0}的期限由{1}变为{2}",
        "the end of {0} goes from {1} to {2}",
        title,
        ctx.times.end_of(old),
        ctx.times.end_of(new, since=old.at),
    )


def _penalty(
    ctx: Context, later: Later, key: str, fields: Mapping[str, Mapping[str, Any]]
) -> Text | None:
    one = next((p for p in later.state.penalties if p.id == key), None)
    state = next((p for p in later.penalties if p.id == key), None)
    if one is None or state is None:
        return None
    name, word = penalty_name(ctx, state), STATES_OF_PENALTIES[one.state]
    if "" in fields:
        return say("增加{0}（{1}）", "{0} is added ({1})", name, word)
    if "state" in fields:
        return say("{0}变为{1}", "{0} becomes {1}", name, word)
    if "at" in fields:
        at = ctx.times.at(one.at)
        return say("{0}改自{1}起", "{0} is from {1} on", name, at)
    return None


def _action(
    ctx: Context, later: Later, key: str, fields: Mapping[str, Mapping[str, Any]]
) -> Text | None:
    one = next((a for a in later.state.actions if a.id == key), None)
    if one is None:
        return None
    name, state = action_text(ctx, one), STATES_OF_ACTIONS[one.state]
    if "" in fields:
        return say("增加待办：{0}", "to be done: {0}", name)
    if "state" in fields:
        return say("{0}变为{1}", "{0} becomes {1}", name, state)
    return None


def _interval(
    ctx: Context, later: Later, name: str, key: str, *, ends: bool
) -> Text | None:
    title: Text | None = None
    if name == "statuses":
        for status in later.state.statuses:
            if key.startswith(f"{status.status}:{status.unit or ''}:"):
                title = ctx.names.status(status.status, status.kind)
    else:
        for rung in later.state.rungs:
            if key.startswith(f"{rung.ladder}:{rung.rung}:"):
                title = ctx.names.titled(rung.rung)
    if title is None:
        return None
    if ends:
        return say("“{0}”终止", "“{0}” ends", title)
    return say("进入“{0}”", "“{0}” begins", title)
