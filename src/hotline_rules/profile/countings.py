"""Named countings: settings chosen by words or readings."""

from hotline_rules.clock import CountingSettings
from hotline_rules.clock.settings import OPTIONS
from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.folding import compile_constant, compile_name
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.texts import parse_time
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import Counting

SETTINGS = (*OPTIONS, "halves_split_at")


def compile_countings(ctx: Context) -> tuple[Counting, ...]:
    """Compile the section ``counting``; what is faulty is reported and left out."""
    found = [_counting(id_, node, ctx) for id_, node in ctx.names.countings.items()]
    return tuple(counting for counting in found if counting is not None)


def _counting(id_: str, node: Node, ctx: Context) -> Counting | None:
    items = node.value if isinstance(node.value, dict) else {}
    settings: dict[str, str] = {}
    good = True
    with ctx.collect_readings() as readings:
        calendar = _calendar(items.get("calendar"), ctx)
        for name in SETTINGS:
            if name not in items:
                continue
            word = _setting(name, items[name], ctx)
            good = good and word is not None
            if word is not None:
                settings[name] = word
    if calendar is None or not good:
        return None
    return Counting(
        id=id_,
        title=text_of(node, "title") or id_,
        calendar=calendar,
        settings=CountingSettings(**settings),
        readings=tuple(readings),
    )


def _calendar(node: Node | None, ctx: Context) -> str | None:
    if node is None:
        return None  # that the key is missing is a fault of shape

    return compile_name(node, "calendar", ctx.names.calendars, Scope(), ctx)


def _setting(name: str, node: Node, ctx: Context) -> str | None:
    def read(leaf: Node) -> str | None:
        word = word_of(leaf)
        if name == "halves_split_at":
            time = parse_time(word)
            if isinstance(time, Fault):
                ctx.report_fault(time, leaf)
                return None
            return word
        if word in OPTIONS[name]:
            return word
        what = Text(f"`{name}` 的写法", f"word for `{name}`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, word, OPTIONS[name]), leaf)
        return None

    return compile_constant(node, read, Scope(), ctx)
