"""The time zone of a profile must be one that the tz database knows."""

from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context


def check_zone(compiled: Compiled, ctx: Context) -> None:
    """Refuse a zone that no clock knows. UNKNOWN_ZONE."""
    node = compiled.root.child("zone")
    if node is None or not isinstance(node.value, str):
        return
    if fault := unknown_zone(node.value):
        ctx.report_fault(fault, node)


def unknown_zone(name: str) -> Fault | None:
    """Return the fault of a zone that the tz database lacks. UNKNOWN_ZONE."""
    try:
        Zone.load(name)
    except ValueError:
        return Fault(
            codes.UNKNOWN_ZONE,
            Text(f"没有时区 `{name}`", f"there is no time zone `{name}`"),
            Text(
                "时区用国际通行的英文名称，全国各地的北京时间都是 Asia/Shanghai",
                "zones are named as in the tz database; China has Asia/Shanghai",
            ),
            Text("写成 `zone: Asia/Shanghai`", "write `zone: Asia/Shanghai`"),
        )
    return None
