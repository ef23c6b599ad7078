"""The section ``measures``: monthly arithmetic, from text to plain data.

What refers to what, and whether it goes round in a circle, is checked once all of them
are compiled (``check_measures``).
"""

from collections.abc import Callable

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.built_in_measures import BUILT_IN_MEASURES
from hotline_rules.profile.cites import require_cite
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.counted import compile_counted
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import compile_constant
from hotline_rules.profile.measure_numbers import (
    Number,
    compile_bound,
    compile_measure_number,
    compile_places,
)
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import (
    Counted,
    CountOf,
    Fact,
    Listing,
    Measure,
    MeasureForm,
    Points,
    Rank,
    Rate,
    Score,
    Sum,
)
from hotline_rules.rulebook.measures import MonthOf

FORMS = ("count", "rate", "points", "score", "sum", "rank", "list")
MONTHS: tuple[MonthOf, ...] = ("due", "issue", "event", "dispatch", "closing")
_NUMBERS = ("count", "rate", "points", "score", "sum")
# Which keys serve which forms; elsewhere they would have no effect.
_SERVES = {
    "month_of": ("count", "rate", "points", "list"),
    "round": ("rate", "points", "score", "sum"),
    "at_least": _NUMBERS,
    "at_most": _NUMBERS,
    "minus": ("sum",),
    "rest_of": ("sum",),
    "issuer": ("list",),
}
_NEEDED = {"month_of": _SERVES["month_of"], "round": ("rate", "score")}


def compile_measures(root: Node, ctx: Context) -> tuple[Measure, ...]:
    """Compile the section, the built-in measures that it does not replace before it.

    What is faulty is reported and left out.

    Diagnostics:
        MISSING_CITE, MISSING_KEY, KEYS_CLASH, IDLE_KEY, WRONG_KIND, NOT_A_CONSTANT,
        and those of patterns, conditions and names.
    """
    section = root.child("measures")
    nodes = section.value if section is not None else {}
    own = nodes if isinstance(nodes, dict) else {}
    found = [_measure(id_, node, ctx) for id_, node in own.items()]
    ctx.incomplete = ctx.incomplete or None in found
    built_in = [one for one in BUILT_IN_MEASURES if one.id not in own]
    return (*built_in, *(one for one in found if one is not None))


def _measure(id_: str, node: Node, ctx: Context) -> Measure | None:
    cites = require_cite(
        node.child("cite"), node, Text(f"考核项 `{id_}` ", f"the measure `{id_}`"), ctx
    )
    form = _form_of(id_, node, ctx)
    if form is None or not _keys_serve(id_, node, form, ctx):
        return None
    before = len(ctx.found)
    with ctx.collect_readings() as readings:
        made = _MAKERS[form](node, ctx)
        month_of = _month_of(node, ctx)
        places = compile_places(node, ctx)
        at_least = compile_bound(node, "at_least", ctx)
        at_most = compile_bound(node, "at_most", ctx)
    if made is None or len(ctx.found) > before:
        return None
    return Measure(
        id=id_,
        title=text_of(node, "title") or id_,
        form=made,
        cites=cites,
        readings=tuple(readings),
        month_of=month_of or "issue",
        places=places,
        at_least=at_least,
        at_most=at_most,
    )


def _form_of(id_: str, node: Node, ctx: Context) -> str | None:
    given = [form for form in FORMS if node.child(form) is not None]
    if len(given) == 1:
        return given[0]
    shown = "、".join(given or FORMS)
    ctx.report(
        codes.KEYS_CLASH if given else codes.MISSING_KEY,
        node.place,
        Text(
            f"考核项 `{id_}` 同时写了 {shown}" if given else f"考核项 `{id_}` 没有算法",
            f"the measure `{id_}` has {', '.join(given)}"
            if given
            else f"the measure `{id_}` says nothing to compute",
        ),
        why=Text(
            f"一项只有一种算法：{'、'.join(FORMS)}",
            f"a measure has one of {', '.join(FORMS)}",
        ),
        fix=Text("分成几项，一项一种", "make several measures of it")
        if given
        else Text("补上其中一个", "add one of them"),
    )
    return None


def _keys_serve(id_: str, node: Node, form: str, ctx: Context) -> bool:
    """Report keys that this form has no use for, and keys that it lacks."""
    good = True
    for key, forms in _SERVES.items():
        child = node.child(key)
        if child is not None and form not in forms:
            good = False
            ctx.report(
                codes.IDLE_KEY,
                child.place,
                Text(
                    f"`{key}` 对 `{form}` 不起作用", f"`{key}` does nothing to a {form}"
                ),
                why=Text(
                    f"它只用于 {'、'.join(forms)}", f"it serves {', '.join(forms)}"
                ),
                fix=Text(f"删掉 `{key}`", f"drop `{key}`"),
            )
    for key, forms in _NEEDED.items():
        if form in forms and node.child(key) is None:
            good = False
            _report_lacking(id_, node, key, ctx)
    return good


_WHY = {
    "month_of": Text(
        "同一件事可能这个月派发、下个月到期，要说明算在哪个月",
        "a case may be dispatched in one month and due in the next",
    ),
    "round": Text(
        "除不尽的数保留几位要说明，下一步用的是四舍五入以后的数",
        "it is not always a whole number, and the next step uses the rounded one",
    ),
}
_SUCH_AS = {"month_of": "month_of: due", "round": "round: 2"}


def _report_lacking(id_: str, node: Node, key: str, ctx: Context) -> None:
    ctx.report(
        codes.MISSING_KEY,
        node.place,
        Text(f"考核项 `{id_}` 缺少 `{key}`", f"the measure `{id_}` lacks `{key}`"),
        why=_WHY[key],
        fix=Text(f"补上，如 `{_SUCH_AS[key]}`", f"add it, such as `{_SUCH_AS[key]}`"),
    )


# --- what measures share -------------------------------------------------------------


def _month_of(node: Node, ctx: Context) -> MonthOf | None:
    given = node.child("month_of")

    def read(leaf: Node) -> MonthOf | None:
        for word in MONTHS:
            if leaf.value == word:
                return word
        what = Text("`month_of` 的写法", "word for `month_of`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, word_of(leaf), MONTHS), leaf)
        return None

    return None if given is None else compile_constant(given, read, Scope(), ctx)


def _cases(node: Node | None, ctx: Context) -> tuple[Counted, ...] | None:
    """Compile a list of what is counted; none at all is a slip."""
    listed = [] if node is None else node.children()
    if node is not None and not listed:
        ctx.report(
            codes.MISSING_VALUE,
            node.place,
            Text("没有写数什么", "it is not said what is counted"),
            fix=Text(
                "至少写一项，如 `- {limit: handle}`",
                "add one, such as `{limit: handle}`",
            ),
        )
    found = [compile_counted(child, ctx) for child in listed]
    good = tuple(one for one in found if one is not None)
    return good if listed and len(good) == len(found) else None


def measure_ids(node: Node) -> list[tuple[str, Node]]:
    """Return the ids in a list of measures, or the one that stands there alone."""
    listed = node.children() if isinstance(node.value, list) else [node]
    return [(word_of(child), child) for child in listed]


def _ids(node: Node | None) -> tuple[str, ...]:
    return () if node is None else tuple(id_ for id_, _ in measure_ids(node))


# --- the forms -----------------------------------------------------------------------


def _count(node: Node, ctx: Context) -> CountOf | None:
    of = _cases(node.child("count"), ctx)
    return None if of is None else CountOf(of)


def _rate(node: Node, ctx: Context) -> Rate | None:
    of, over = (_cases(node.at(("rate", key)), ctx) for key in ("of", "over"))
    return None if of is None or over is None else Rate(of, over)


def _listing(node: Node, ctx: Context) -> Listing | None:
    of = _cases(node.child("list"), ctx)
    issuer = node.child("issuer")
    if issuer is not None:
        if word_of(issuer) not in ctx.names.roles:
            what = Text("角色", "role")
            fault = unknown(codes.UNKNOWN_ROLE, what, word_of(issuer), ctx.names.roles)
            ctx.report_fault(fault, issuer)
            return None
        ctx.use("role", word_of(issuer))
    if of is None:
        return None
    return Listing(of=of, issuer=None if issuer is None else word_of(issuer))


def _points(node: Node, ctx: Context) -> Points | None:
    table = node.child("points")
    items = table.value if table is not None else None
    each: list[tuple[str, Number | None]] = []
    for kind, worth in (items if isinstance(items, dict) else {}).items():
        if kind not in ctx.names.penalties:
            what = Text("处罚", "penalty")
            fault = unknown(codes.UNKNOWN_PENALTY, what, kind, ctx.names.penalties)
            ctx.report_fault(fault, worth.place)
        elif worth.value == "given":
            each.append((kind, None))
        elif (number := compile_measure_number(worth, ctx)) is not None:
            each.append((kind, number))
    return Points(tuple(each))


def _score(node: Node, ctx: Context) -> Score | None:
    body = node.child("score")
    source = body.child("from") if body is not None else None
    numbers: dict[str, Number] = {}
    for key in ("full", "target", "lose", "least"):
        given = body.child(key) if body is not None else None
        number = None if given is None else compile_measure_number(given, ctx)
        if number is not None:
            numbers[key] = number
    if source is None or len(numbers) < 4:
        return None
    return Score(source=word_of(source), **numbers)


def _sum(node: Node, ctx: Context) -> Sum | None:
    rest_of = node.child("rest_of")
    return Sum(
        parts=_ids(node.child("sum")),
        minus=_ids(node.child("minus")),
        rest_of=None if rest_of is None else compile_measure_number(rest_of, ctx),
    )


def _rank(node: Node, ctx: Context) -> Rank | None:
    body = node.child("rank")
    if body is None or body.child("by") is None:
        return None
    within = body.child("within")
    fact = None if within is None else _unit_fact(within, ctx)
    return Rank(
        by=_ids(body.child("by")),
        within=fact,
        best="lowest" if text_of(body, "best") == "lowest" else "highest",
        ties="dense" if text_of(body, "ties") == "dense" else "share",
    )


def _unit_fact(node: Node, ctx: Context) -> Fact | None:
    found = find_fact(word_of(node), Scope(), ctx)
    if isinstance(found, Fault):
        ctx.report_fault(found, node)
        return None
    if found[0].scope != "unit":
        ctx.report(
            codes.FACT_OUT_OF_PLACE,
            node,
            Text(
                f"不能按 `{word_of(node)}` 分组",
                f"units cannot be grouped by `{word_of(node)}`",
            ),
            why=Text(
                "分组看的是单位，如 unit.group、unit.type",
                "groups are made by facts of units: unit.group, unit.type",
            ),
        )
        return None
    return found[0]


_MAKERS: dict[str, Callable[[Node, Context], MeasureForm | None]] = {
    "count": _count,
    "rate": _rate,
    "points": _points,
    "score": _score,
    "sum": _sum,
    "rank": _rank,
    "list": _listing,
}
