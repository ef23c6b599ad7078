"""Dotted names to facts: which record, which key, which type."""

import re
from collections.abc import Mapping
from typing import Literal

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.names import LIMIT_STATES, TRIGGER_TYPES
from hotline_rules.profile.texts import FACT_SCOPES
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.profile.vocabulary import ITEM_FACT_TYPES, ValueType
from hotline_rules.rulebook import Fact

FoundFact = tuple[Fact, ValueType]
RECORDS = ("event", "asked", "granted")
_THIS = {"start": ValueType("instant"), "due": ValueType("instant")}
_YES_NO = ValueType("yes_no")
_EVENT = Text("事件项", "payload key")


def find_fact(name: str, scope: Scope, ctx: Context) -> FoundFact | Fault:
    """Return the fact of a name and its type.

    Args:
        name: ``ticket.level``; inside a pattern also a bare payload key.
        scope: which records can be looked into here.
        ctx: the names of the profile.
    """
    first, dot, rest = name.partition(".")
    if not dot:
        return _bare(name, scope)
    match first:
        case "ticket":
            return _ticket(rest, ctx)
        case "unit":
            return _attribute("unit", rest, ctx.names.unit_facts, ctx)
        case "item":
            return _attribute("item", rest, ITEM_FACT_TYPES, ctx)
        case "event" | "asked" | "granted":
            records = (scope.trigger, scope.asked, scope.granted)
            return _record(first, rest, dict(zip(RECORDS, records, strict=True))[first])
        case "this":
            if rest in _THIS:
                return Fact("this", rest), _THIS[rest]
            what = Text("时点", "point")
            return unknown(codes.UNKNOWN_FACT, what, rest, _THIS)
        case "finding" | "status" | "limit" | "rung":
            return _state(first, rest, ctx)
        case _:
            return Fault(
                codes.UNKNOWN_FACT,
                Text(f"没有事实 `{name}`", f"unknown fact `{name}`"),
                Text(
                    "事实名的第一段说明到哪里去看：ticket、unit、item、event、asked、"
                    "granted、this、finding、status、limit、rung、reading、condition",
                    "the first part says where to look: ticket, unit, item, event, "
                    "asked, granted, this, finding, status, limit, rung, reading or "
                    "condition",
                ),
                did_you_mean(first, sorted(FACT_SCOPES)),
            )


def _bare(name: str, scope: Scope) -> FoundFact | Fault:
    if scope.here is None:
        options = [re.sub(r"\W+", ".", name).strip(".")]
        if options == [name]:
            options = [f"ticket.{name}"]
        if scope.trigger is not None and name in scope.trigger:
            options.insert(0, f"event.{name}")
        return Fault(
            codes.BARE_FACT,
            Text(f"事实 `{name}` 缺少前缀", f"the fact `{name}` lacks its first part"),
            Text(
                "只有事件名下面才可以直接写事件项；别处要写明是谁的，"
                "如 ticket.、event.",
                "only inside an event may its payload keys stand alone; elsewhere say "
                "whose the fact is: ticket., event. and so on",
            ),
            Text(f"是不是 `{options[0]}`？", f"did you mean `{options[0]}`?"),
        )
    found = scope.here.get(name)
    if found is None and name in TRIGGER_TYPES and name not in {"type", "day", "month"}:
        found = TRIGGER_TYPES[name]
    if found is None:
        return unknown(codes.UNKNOWN_PAYLOAD, _EVENT, name, scope.here)
    return Fact("here", name), found


def _ticket(name: str, ctx: Context) -> FoundFact | Fault:
    found = ctx.names.attributes.get(name)
    if found is None:
        return unknown(
            codes.UNKNOWN_FACT,
            Text("工单属性", "attribute"),
            name,
            ctx.names.attributes,
        )
    ctx.use("attribute", name)
    return Fact("ticket", name, ctx.names.absent_means.get(name)), found[1]


def _attribute(
    scope: Literal["unit", "item"],
    name: str,
    types: Mapping[str, ValueType],
    ctx: Context,
) -> FoundFact | Fault:
    """Find an attribute of units or items: built in, or declared by the profile."""
    declared = ctx.names.attributes.get(name)
    if declared is not None and ("attribute", name) in ctx.names.declared:
        ctx.use("attribute", name)
        return Fact(scope, name, ctx.names.absent_means.get(name)), declared[1]
    if name in types:
        return Fact(scope, name), types[name]
    what = {"unit": Text("单位属性", "fact"), "item": Text("知识库属性", "fact")}[scope]
    return unknown(codes.UNKNOWN_FACT, what, name, types)


def _record(
    scope: str, name: str, payload: Mapping[str, ValueType] | None
) -> FoundFact | Fault:
    if payload is None:
        return _out_of_place(scope, name)
    found = payload.get(name) or TRIGGER_TYPES.get(name)
    if found is None:
        options = [*payload, *TRIGGER_TYPES]
        return unknown(codes.UNKNOWN_PAYLOAD, _EVENT, name, options)
    return Fact(scope, name), found  # type: ignore[arg-type]


def _out_of_place(scope: str, name: str) -> Fault:
    where = {
        "event": Text(
            "`event.` 指触发事件，`when` 规则没有触发事件",
            "`event.` is the trigger; a `when` rule has none",
        ),
    }.get(
        scope,
        Text(
            "`asked.`、`granted.` 指申请和决定，只在变更（changes）里有",
            "`asked.` and `granted.` are the application and the decision; only a "
            "change has them",
        ),
    )
    return Fault(
        codes.FACT_OUT_OF_PLACE,
        Text(
            f"`{scope}.{name}` 在这里没有意义", f"`{scope}.{name}` means nothing here"
        ),
        where,
    )


def _state(scope: str, name: str, ctx: Context) -> FoundFact | Fault:
    names = ctx.names
    match scope:
        case "finding":
            if name not in names.findings:
                what = Text("认定", "finding")
                return unknown(codes.UNKNOWN_FINDING, what, name, names.findings)
            ctx.use("finding", name)
            return Fact("finding", name), _YES_NO
        case "status":
            if name not in names.statuses:
                what = Text("状态", "status")
                return unknown(codes.UNKNOWN_STATUS, what, name, names.statuses)
            ctx.use("status", name)
            return Fact("status", name), _YES_NO
        case "rung":
            if name not in names.ladders:
                what = Text("阶梯", "ladder")
                return unknown(codes.UNKNOWN_LADDER, what, name, names.ladders)
            return Fact("rung", name), ValueType("text", names.steps_of(name))
        case _:
            if names.find_rule(name) is None:
                what = Text("规则", "rule")
                return unknown(codes.UNKNOWN_RULE, what, name, names.rule_names())
            return Fact("limit", name), ValueType("text", LIMIT_STATES)
