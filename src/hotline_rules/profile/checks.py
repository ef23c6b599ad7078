"""The checks of meaning, as a list of small functions over what was compiled."""

from collections.abc import Callable

from hotline_rules.profile.check_counting import (
    check_settings_missing,
    check_settings_unused,
)
from hotline_rules.profile.check_cycles import check_cycles
from hotline_rules.profile.check_marks import (
    check_assumed_penalties,
    check_marks_before_start,
    check_marks_in_order,
)
from hotline_rules.profile.check_measures import check_measures
from hotline_rules.profile.check_names import (
    check_clauses_cited,
    check_names_taken,
    check_readings_used,
    check_words_used,
)
from hotline_rules.profile.check_office_hours import (
    check_office_hours,
    check_settings_agree,
)
from hotline_rules.profile.check_tables import check_cases_agree, check_rows_agree
from hotline_rules.profile.check_zone import check_zone
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context

Check = Callable[[Compiled, Context], None]

CHECKS: tuple[Check, ...] = (
    check_zone,
    check_names_taken,
    check_clauses_cited,
    check_readings_used,
    check_words_used,
    check_settings_missing,
    check_settings_unused,
    check_office_hours,
    check_settings_agree,
    check_marks_before_start,
    check_marks_in_order,
    check_assumed_penalties,
    check_rows_agree,
    check_cases_agree,
    check_cycles,
    check_measures,
)
