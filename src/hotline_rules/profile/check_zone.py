"""The time zone of a profile must be one that the tz database knows."""

from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context


def check_zone(compiled: Compiled, ctx: Context) -> None:
    """Refuse a zone that no clock knows. UNKNOWN_ZONE."""
    node = compiled.root.child("zone")
    if node is None or not isinstance(node.value, str):
        return
    try:
        Zone.load(node.value)
    except ValueError:
        ctx.report(
            codes.UNKNOWN_ZONE,
            node,
            Text(f"没有时区 `{node.value}`", f"there is no time zone `{node.value}`"),
            why=Text(
                "时区用国际通行的英文名称，全国各地的北京时间都是 Asia/Shanghai",
                "zones are named as in the tz database; China has Asia/Shanghai",
            ),
            fix=Text("写成 `zone: Asia/Shanghai`", "write `zone: Asia/Shanghai`"),
        )
