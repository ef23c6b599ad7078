"""Files of every kind as sheets of rows.

The content decides what a file is, not its name. Row numbers are those that the
person's own program shows. A file of which nothing can be read raises
`UnreadableFile`; a row that cannot be read is set aside, and the rest goes on.
"""

from hotline_rules.adapters.files.opening import open_sheets
from hotline_rules.adapters.files.refusals import UnreadableFile

__all__ = ["UnreadableFile", "open_sheets"]
