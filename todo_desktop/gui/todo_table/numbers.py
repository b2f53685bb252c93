"""Numbers as the locale writes them, exactly, and back."""

from decimal import Decimal

from PySide6.QtCore import QLocale

from todo_desktop.model.decimals import exact, to_scale
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

_PERCENT_DIGITS = 2


def field_text(field: Field, value: Json, locale: QLocale) -> str:
    """*value* as a cell of *field* shows it."""
    scale = field.scale if field.kind is FieldKind.DECIMAL else None
    number = exact(value)
    if not field.percent or number is None:
        return number_text(value, scale, locale)
    return f"{number_text(_hundredfold(number), None, locale)} {locale.percent()}"


def typed_text(field: Field, value: Json, locale: QLocale) -> str:
    """*value* as it is edited: without the signs that only help reading."""
    number = exact(value)
    shown = _hundredfold(number) if field.percent and number is not None else value
    return number_text(shown, None, locale, grouped=False)


def read_typed(field: Field, typed: str, locale: QLocale) -> Decimal | None:
    """The number to be stored where *typed* stands in an editor of *field*; None where it is none."""
    if not field.percent:
        return read_number(typed, locale)
    number = read_number(typed.replace(locale.percent(), ""), locale)
    return number.scaleb(-_PERCENT_DIGITS) if number is not None else None


def _hundredfold(number: Decimal) -> str:
    digits = f"{number.scaleb(_PERCENT_DIGITS):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def number_text(value: Json, scale: int | None, locale: QLocale, *, grouped: bool = True) -> str:
    """*value* (number, or digits in a string) with *scale* decimals where given; other values as they are."""
    number = exact(value)
    if number is None:
        return str(value)
    if scale is not None:
        number = to_scale(number, scale)
    elif isinstance(value, float) and number == number.to_integral_value():
        number = number.to_integral_value()  # 2.0 is how JSON may write the 2 that was typed
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    if grouped:
        whole = _group(whole, locale)
    sign = locale.negativeSign() if number < 0 else ""
    return f"{sign}{whole}{locale.decimalPoint()}{fraction}" if fraction else f"{sign}{whole}"


def read_number(typed: str, locale: QLocale) -> Decimal | None:
    """The number that *typed* means in the locale (group separators allowed), None where it is none."""
    text = "".join(typed.split())
    separator = locale.groupSeparator()
    point = locale.decimalPoint()
    if separator.strip():
        text = text.replace(separator, "")
    return exact(text.replace(locale.negativeSign(), "-").replace(point, "."))


def _group(digits: str, locale: QLocale) -> str:
    separator = locale.groupSeparator()
    head = len(digits) % 3
    parts = ([digits[:head]] if head else []) + [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return separator.join(parts)
