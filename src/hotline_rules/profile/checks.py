"""The checks of meaning, as a list of small functions over what was compiled."""

from collections.abc import Callable

from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context

Check = Callable[[Compiled, Context], None]

CHECKS: tuple[Check, ...] = ()
