"""Exact numbers: fractions on the way, decimals where the profile says to round."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def rounded(number: Exact, places: int | None) -> Fraction:
    """A number to so many decimal places, halves away from zero; ``None``: as it is.

    Example:
        >>> float(rounded(Fraction(1, 8), 2)), float(rounded(Fraction(-1, 8), 2))
        (0.13, -0.13)
    """
    exact = Fraction(number)
    if places is None:
        return exact
    scale = 10**places
    whole = (abs(exact) * scale * 2 + 1) // 2
    return Fraction(whole if exact >= 0 else -whole, scale)


def as_decimal(number: Fraction, places: int | None) -> Decimal:
    """A number as a decimal, written with all its places.

    Args:
        number: a whole number of tenths, hundredths …, as sums and products of
            decimals are.
        places: as many at least; ``None``: as few as it needs.

    Example:
        >>> str(as_decimal(Fraction(5, 2), 2)), str(as_decimal(Fraction(5, 2), None))
        ('2.50', '2.5')
    """
    needed = places or 0
    while (number * 10**needed).denominator != 1:
        needed += 1
    value = int(number * 10**needed)
    sign = 1 if value < 0 else 0
    return Decimal((sign, tuple(map(int, str(abs(value)))), -needed))
