"""The limit of a rule: who must or may do what by when, and what gets its own."""

from dataclasses import replace
from typing import Literal

from hotline_rules.diagnostics import Code, Label, Text, codes
from hotline_rules.profile.conditions import compile_patterns
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.effects import (
    Body,
    compile_counted,
    compile_keys,
    compile_marks,
)
from hotline_rules.profile.folding import compile_constant
from hotline_rules.profile.limits import compile_limit, compile_who, no_time
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import Key, Limit, LimitValue, Missing, Patterns, Value

AGAIN = ("replaces", "ignored")
FORWARDING = ("own_clock", "same_clock")
FACTS_CHANGE = ("keep", "follow", "restart")
_NEEDED = {
    "who": Text("由谁办（如 `who: unit`）", "who does it (`who: unit`)"),
    "within": Text(
        "多少时间（如 `within: 5 working days`；原文没有规定时间写 `none`）",
        "how long (`within: 5 working days`, or `none`)",
    ),
}


def compile_duty(
    body: Body, node: Node, place: tuple[str, str], scope: Scope, ctx: Context
) -> Limit | None:
    """Compile the limit among the keys of a rule or case.

    Args:
        body: the keys.
        node: the entry or case, for faults of what is not there.
        place: rule id and case name, under which places are remembered.
        scope: what facts can look at.
        ctx: the compilation.
    """
    mode: Literal["must", "may"] = "must" if "must" in body else "may"
    if "must" in body and "may" in body:
        ctx.report(
            codes.KEYS_CLASH,
            body["may"].place,
            Text("`must` 和 `may` 只能写一个", "only one of `must` and `may`"),
            why=Text(
                "一条规则要么是必须做的，要么是可以做的",
                "a rule says what must be done, or what may be done",
            ),
            fix=Text(
                "删掉一个；如果是两条规则连在了一起，补上后一条的名字那一行",
                "delete one; if two rules have run together, write the line that names "
                "the second",
            ),
            related=(Label(body["must"].place, Text("另一个在这里", "the other")),),
        )
        return None
    act = _act(body[mode], scope, ctx)
    good = _has(body, node, mode, ctx)
    who = compile_who(body["who"], scope, ctx) if "who" in body else None
    within = _limit(body, "within", scope, ctx)
    target = _limit(body, "target", scope, ctx)
    bounds = _bounds(body, scope, ctx)
    action = _word(body, "do", ctx.names.actions, codes.UNKNOWN_ACTION, ctx)
    notice = _word(body, "notice", ctx.names.notices, codes.UNKNOWN_NOTICE, ctx)
    counting = None
    if "counted" in body:
        counting = compile_counted(body["counted"], scope, ctx)
        good = good and counting is not None
    again = _option(body, "again", AGAIN, scope, ctx)
    forwarding = _option(body, "forwarding", FORWARDING, scope, ctx)
    facts_change = _option(body, "if_facts_change", FACTS_CHANGE, scope, ctx)
    ends_on = _ends_on(body.get("ends_on"), scope, ctx)
    marks = compile_marks(body.get("marks"), place, scope, ctx)
    for key in ("within", "counted", "target"):
        if key in body:
            ctx.places[key, *place] = body[key]
    one_per = compile_instances(body, node, scope, ctx, quiet=True)
    if within is not None:
        good = _has_counting(body, node, mode, within, ctx) and good
    faulty = (act, who, within, bounds, ends_on, marks, one_per)
    if not good or any(part is None for part in faulty):
        return None
    if "target" in body and target is None:
        return None
    if _FAULTY in (again, forwarding, facts_change, action, notice):
        return None
    assert act is not None
    assert who is not None
    assert within is not None
    assert bounds is not None
    assert ends_on is not None
    assert one_per is not None
    if no_time(within) and target is None and not marks:
        counting = None  # a reading chose "no time": nothing is counted
    first_only = no_time(within) or one_per == ("ticket",)
    return Limit(
        who=who,
        mode=mode,
        act=act[0],
        all_of=act[1],
        action=action,
        notice=notice,
        within=within,
        target=target,
        at_least=bounds[0],
        at_most=bounds[1],
        counting=counting,
        one_per=one_per or ("unit",),
        again=again or ("ignored" if first_only else "replaces"),  # type: ignore[arg-type]
        ends_on=ends_on,
        same_clock=forwarding == "same_clock",
        if_facts_change=facts_change or "keep",  # type: ignore[arg-type]
        marks=marks or (),
    )


_FAULTY = ""


def _act(node: Node, scope: Scope, ctx: Context) -> tuple[Patterns, bool] | None:
    """Compile what meets a duty; ``all_of`` asks for all of its patterns."""
    listed = node.child("all_of") if isinstance(node.value, dict) else None
    scope = replace(scope, closes=True)
    patterns = compile_patterns(listed if listed is not None else node, scope, ctx)
    return None if patterns is None else (patterns, listed is not None)


def _has(body: Body, node: Node, mode: str, ctx: Context) -> bool:
    good = True
    for key, text in _NEEDED.items():
        if key not in body:
            ctx.report(
                codes.MISSING_KEY,
                node.place,
                Text(f"有 `{mode}`，没有 `{key}`", f"`{mode}` without `{key}`"),
                why=Text(
                    "一项期限要说清谁办、多长时间，缺一项就无从计算",
                    "a limit says who acts and how long it is",
                ),
                fix=Text(f"写明{text.zh}", f"say {text.en}"),
            )
            good = False
    return good


def _has_counting(
    body: Body, node: Node, mode: str, within: Value[LimitValue], ctx: Context
) -> bool:
    """Ask for ``counted`` where time is counted, for ``do`` where it is not."""
    if no_time(within):
        if mode == "must" and "do" not in body:
            ctx.report(
                codes.MISSING_KEY,
                node.place,
                Text(
                    "没有时间的义务要写 `do`，说明是什么事项",
                    "a duty without a time needs `do`, the name of the action",
                ),
                fix=Text("补上 `do:`，如 `do: urge`", "add `do:`, such as `do: urge`"),
            )
            return False
        return True
    if "counted" in body or isinstance(within, Missing):
        return True
    shown = "、".join(f"`{name}`" for name in ctx.names.countings)
    ctx.report(
        codes.MISSING_KEY,
        body["within"].place,
        Text("期限没有写计时方式 `counted`", "the limit does not say `counted`"),
        why=Text(
            "同样的“5个工作日”，当天算不算、到几点为止，要由计时方式说明",
            "whether the first day counts and when the last day ends is said there",
        ),
        fix=Text(
            f"补上 `counted:`，可用的有 {shown or '（counting 一节还没有）'}",
            f"add `counted:`, one of {shown or '(the section `counting` is empty)'}",
        ),
    )
    return False


def _limit(
    body: Body, key: str, scope: Scope, ctx: Context
) -> Value[LimitValue] | None:
    return compile_limit(body[key], scope, ctx) if key in body else None


def _bounds(
    body: Body, scope: Scope, ctx: Context
) -> tuple[Value[LimitValue] | None, Value[LimitValue] | None] | None:
    node = body.get("bounds")
    if node is None or not isinstance(node.value, dict):
        return None, None
    low = _limit(node.value, "at_least", scope, ctx)
    high = _limit(node.value, "at_most", scope, ctx)
    if (low is None and "at_least" in node.value) or (
        high is None and "at_most" in node.value
    ):
        return None
    return low, high


def _word(
    body: Body, key: str, known: dict[str, str], code: Code, ctx: Context
) -> str | None:
    """Compile an action or notice by name; the empty text when it is unknown."""
    node = body.get(key)
    if node is None:
        return None
    name = word_of(node)
    if name in known:
        ctx.use("word", name)
        return name
    what = Text("事项", "action") if key == "do" else Text("通知", "notice")
    ctx.report_fault(unknown(code, what, name, known), node)
    return _FAULTY


def _option(
    body: Body, key: str, options: tuple[str, ...], scope: Scope, ctx: Context
) -> str | None:
    """Compile a word that a reading may choose; the empty text when faulty."""
    node = body.get(key)
    if node is None:
        return None

    def read(leaf: Node) -> str | None:
        word = word_of(leaf)
        if word in options:
            return word
        what = Text(f"`{key}` 的写法", f"word for `{key}`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, word, options), leaf)
        return None

    return compile_constant(node, read, scope, ctx) or _FAULTY


def _ends_on(
    node: Node | None, scope: Scope, ctx: Context
) -> tuple[tuple[str, Patterns], ...] | None:
    if node is None or not isinstance(node.value, dict):
        return ()
    scope = replace(scope, closes=True)
    found = [
        (reason, compile_patterns(child, scope, ctx))
        for reason, child in node.value.items()
    ]
    good = tuple((reason, part) for reason, part in found if part is not None)
    return good if len(good) == len(found) else None


def compile_instances(
    body: Body, node: Node, scope: Scope, ctx: Context, *, quiet: bool = False
) -> tuple[Key, ...] | None:
    """Compile ``one_per``; empty when nothing needs it, None when it is faulty.

    Args:
        body: the keys of the rule or case.
        node: the entry or case.
        scope: what facts can look at.
        ctx: the compilation.
        quiet: the same key is compiled again; do not ask for it twice.
    """
    given = body.get("one_per")
    if given is not None:
        before = len(ctx.found)
        keys = compile_keys(given, scope, ctx)
        if quiet:
            del ctx.found[before:]
        return keys
    timed = ("must" in body or "may" in body) and not _says_none(body.get("within"))
    if not timed and "penalty" not in body:
        return ()
    if "one_per" not in body and not quiet and ("within" in body or not timed):
        ctx.report(
            codes.INSTANCES_UNSAID,
            node.place,
            Text(
                "没有写 `one_per`：按什么分别计算", "it is not said what gets its own"
            ),
            why=Text(
                "unit 每个单位一个，ticket 整张工单只一个，event 每次触发各一个，"
                "act 每个行为一个",
                "one per unit, one per ticket, one for each event, one per act",
            ),
            fix=Text("补上 `one_per: unit` 之类", "add `one_per: unit` or the like"),
        )
    return None


def _says_none(node: Node | None) -> bool:
    return node is not None and node.value == "none"
