"""A copy of bundled rules, with all that belongs to them, to change."""

from hotline_rules.diagnostics import Diagnostic
from hotline_rules.profile import ProfileError
from hotline_rules.profile.bundled import case_files, open_profile
from hotline_rules.profile.loader import OpenedProfile

_TOP = "profiles/"


def copy_of(profile_id: str) -> dict[str, bytes]:
    """Return the files of a bundled profile: paths below the folder, and bytes.

    They are the profile, the registers that its documents name, and its cases.

    Raises:
        ProfileError: there is no such profile.
    """
    opened = open_profile(profile_id)
    if isinstance(opened, Diagnostic):
        raise ProfileError([opened], {})
    found = {opened.name.removeprefix(_TOP): opened.data}
    for name in OpenedProfile(opened).lines:
        beside = opened.read_beside(name.removeprefix(_TOP))
        if name != opened.name and not isinstance(beside, Diagnostic):
            found[name.removeprefix(_TOP)] = beside[1]
    for name, data in case_files(profile_id):
        found[name.removeprefix(_TOP)] = data
    return found
