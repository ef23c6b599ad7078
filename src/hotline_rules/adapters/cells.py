"""Texts for cells of spreadsheets, which never become formulas."""

from __future__ import annotations

# What makes a spreadsheet compute instead of show; the full-width ones do so where
# the keyboard writes them. The apostrophe itself, so that a guard can be told from it.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")  # noqa: RUF001
_BLANKS = " \u3000"
_MAY_BEGIN = frozenset((*_BEGINS_FORMULA, *_BLANKS))


def as_text(cell: str) -> str:
    """Guard a text from being taken for a formula.

    TRAP: a unit's name comes from outside, and a formula in it would be computed on
    the machine of whoever opens the sheet.

    Returns:
        the text, after an apostrophe if it begins like a formula or with an
        apostrophe; taking the first apostrophe away gives the text back.

    Example:
        >>> as_text("=1+1"), as_text("'甲局"), as_text("甲局")
        ("'=1+1", "''甲局", '甲局')
    """
    if cell[:1] not in _MAY_BEGIN:  # nearly all: there are millions of cells
        return cell
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_BEGINS_FORMULA) else cell
