"""Decimal numbers, exactly: without the 28 digits to which Python's own arithmetic rounds."""

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from todo_desktop.model.values import Json

LONGEST = 1000
"""Digits. A number with more is a slip of the hand, and would take minutes to write down."""

_WIDE = Context(prec=3 * LONGEST)


def exact(value: Json) -> Decimal | None:
    """*value* (a number, or digits in a text); None where it is no finite number of bearable length."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):  # ValueError: an int of thousands of digits is not written as text
        return None
    if not number.is_finite() or abs(number.adjusted()) > LONGEST:
        return None
    return number


def to_scale(number: Decimal, scale: int) -> Decimal:
    """*number*, which is `exact`, with so many digits behind the point; halves go away from zero, as in the server."""
    return number.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP, _WIDE)
