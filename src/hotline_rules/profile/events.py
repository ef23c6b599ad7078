"""Names of events: recorded ones, findings, and those that rules make."""

from dataclasses import dataclass

from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.names import (
    CARD_EVENTS,
    CLOCK_EVENTS,
    RESERVED,
    STATUS_EVENTS,
)
from hotline_rules.profile.node import Node
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import AllOf, Always, Condition, Fact, Test


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of an event stands for."""

    event: str
    where: Condition
    payload: dict[str, ValueType]
    of_unit: bool


def payload_of(event: str, ctx: Context) -> dict[str, ValueType]:
    """Return the payload keys that an event can carry."""
    return ctx.names.payloads.get(event, ctx.names.any_payload)


def find_event(name: str, node: Node, ctx: Context) -> list[Named] | None:
    """Return what the name of a recorded or engine-made event stands for."""
    names = ctx.names
    if name in names.events:
        ctx.use("event", name)
        payload = names.payloads[name]
        return [Named(name, Always(), payload, name in names.events_of_units)]
    if name in CARD_EVENTS:
        return [Named(name, Always(), names.any_payload, of_unit=True)]
    if name in CLOCK_EVENTS:
        return [Named(name, Always(), names.any_payload, of_unit=False)]
    first, dot, last = name.rpartition(".")
    if dot and first == "finding":
        return _finding(last, node, ctx)
    if dot:
        return _engine_event(name, first, last, node, ctx)
    _report_unknown_event(name, node, ctx)
    return None


def _report_unknown_event(name: str, node: Node, ctx: Context) -> None:
    why = Text(
        "事件要么是词汇表里的，要么在 words.events 里声明，要么由规则产生（名字带点）",
        "events are those of the vocabulary, those declared under words.events, and "
        "those that rules make (with a dot)",
    )
    at = node.place if isinstance(node.value, dict) or node.value != name else node
    ctx.report(
        codes.UNKNOWN_EVENT,
        at,
        Text(f"没有事件 `{name}`", f"unknown event `{name}`"),
        why=why,
        fix=did_you_mean(name, ctx.names.event_names())
        or did_you_mean(name, ctx.names.events)
        or Text("改成词汇表里的事件名", "write the name of an event of the glossary"),
    )


def _finding(code: str, node: Node, ctx: Context) -> list[Named] | None:
    if code not in ctx.names.findings:
        what = Text("认定", "finding")
        fault = unknown(codes.UNKNOWN_FINDING, what, code, ctx.names.findings)
        ctx.report_fault(fault, node.place if node.value != f"finding.{code}" else node)
        return None
    ctx.use("finding", code)
    where = AllOf(
        (
            Test(Fact("here", "code"), "is", code),
            Test(Fact("here", "result"), "is", operand=True),
        )
    )
    payload = ctx.names.payloads["finding_made"]
    return [Named("finding_made", where, payload, of_unit=True)]


def _engine_event(
    name: str, first: str, last: str, node: Node, ctx: Context
) -> list[Named] | None:
    names = ctx.names
    status = names.statuses.get(first)
    if status is not None and last in STATUS_EVENTS:
        ctx.use("status", first)
        of_unit = status.of == "unit"
        return [Named(name, Always(), names.any_payload, of_unit)]
    rule = names.find_rule(first)
    if rule is None and _names_no_rule(name, first, last, node, ctx):
        return None
    if rule is None:
        _report_unknown_event(name, node, ctx)
        return None
    entry, rules = rule
    if last not in entry.engine_events:
        _report_no_such_engine_event(name, last, node, ctx, list(entry.engine_events))
        return None
    ctx.use("mark", f"{entry.id}.{last}")
    return [
        Named(f"{rule_id}.{last}", Always(), names.any_payload, of_unit=True)
        for rule_id in rules or (entry.id,)
    ]


def _names_no_rule(name: str, first: str, last: str, node: Node, ctx: Context) -> bool:
    """Report that the first part names nothing, whatever the last part says."""
    names = ctx.names
    head = first.partition(".")[0]
    if head in names.entries or head in names.statuses or head in RESERVED:
        return False
    at = node.place if isinstance(node.value, dict) or node.value != name else node
    if last in STATUS_EVENTS:
        what = Text("状态", "status")
        fault = unknown(codes.UNKNOWN_STATUS, what, first, names.statuses)
    else:
        what = Text("规则", "rule")
        fault = unknown(codes.UNKNOWN_RULE, what, first, names.rule_names())
    ctx.report_fault(fault, at)
    return True


def _report_no_such_engine_event(
    name: str, last: str, node: Node, ctx: Context, options: list[str]
) -> None:
    first = name.rpartition(".")[0]
    entry = ctx.names.entries.get(first.partition(".")[0])
    at = node.place if node.value != name else node
    label = (Label(entry.node.place, Text("这条规则", "this entry")),) if entry else ()
    ctx.report(
        codes.UNKNOWN_EVENT,
        at,
        Text(f"`{first}` 没有事件 `{last}`", f"`{first}` makes no event `{last}`"),
        why=Text(
            f"它产生的事件有：{'、'.join(options) or '无'}",
            f"it makes {', '.join(options) or 'none'}",
        ),
        fix=did_you_mean(last, options) if len(options) > 8 or options else None,
        related=label,
    )


def says_whose(node: Node, scope: Scope) -> bool:
    """Return whether ``unit:`` says whose an event may be, and tests no payload."""
    if scope.here is None:
        return False
    if scope.looks_back:
        return node.value in ("same", "any")
    return scope.closes and node.value == "any"


def refuse_whose(node: Node, scope: Scope, ctx: Context) -> bool:
    """Report ``unit: same`` and ``unit: any`` where they would say nothing."""
    if scope.here is None or node.value not in ("same", "any"):
        return False
    ctx.report(
        codes.WRONG_TEST,
        node,
        Text(
            f"这里不能写 `unit: {node.value}`",
            f"`unit: {node.value}` says nothing here",
        ),
        why=Text(
            "回看（happened、count、latest）里可以写 same 和 any；"
            "must、may、ends_on 里可以写 any；别处它只会当作单位的名字",
            "look-backs take `same` and `any`, `must`, `may` and `ends_on` take `any`; "
            "elsewhere it would be the name of a unit",
        ),
        fix=Text("删去这一项", "leave it out"),
    )
    return True


def of_any_unit(tests: Node | None, scope: Scope) -> bool:
    """Return whether an event may meet or end a limit that is another unit's."""
    said = tests.child("unit") if tests is not None else None
    return (
        said is not None and not scope.looks_back and says_whose(said, scope.inside({}))
    )


def compile_same_unit(
    found: Named,
    name: str,
    node: Node,
    tests: Node | None,
    scope: Scope,
    ctx: Context,
    unit_needed: bool,  # noqa: FBT001 - passed through
) -> bool | None:
    """Return whether only events of the unit in question are meant."""
    if not scope.looks_back:
        return False
    said = tests.child("unit") if tests is not None else None
    if said is not None:
        return said.value == "same"
    in_question = scope.has_unit and scope.about == "ticket"
    if unit_needed and found.of_unit and in_question:
        ctx.report(
            codes.UNIT_UNSAID,
            node.place if tests is not None else node,
            Text(
                f"回看 `{name}` 时没有说明是哪个单位的",
                f"looking back at `{name}`, it is not said whose",
            ),
            why=Text(
                "这种事件带有单位：只算本单位的写 same，所有单位的都算写 any",
                "the event carries a unit: `same` is the unit in question, `any` all",
            ),
            fix=Text(
                f"写成 {{{name}: {{unit: same}}}} 或 {{unit: any}}",
                f"write {{{name}: {{unit: same}}}} or {{unit: any}}",
            ),
        )
        return None
    return False
