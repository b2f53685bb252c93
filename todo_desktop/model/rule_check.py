"""Which rule of its field a value breaks. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

from todo_desktop.model.decimals import exact
from todo_desktop.model.field_rules import Rules
from todo_desktop.model.values import Json

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(//[^/\s]+)?\S*")
_NAMED_GROUP = re.compile(r"\(\?<(?![=!])")
_REPEATS_A_REPETITION = re.compile(r"[+*}]\)+[+*{]")
"""Such a pattern may take ages on a short text here. The server judges it alone."""


def broken_rule(rules: Rules, value: Json) -> str:
    """The name of the first of *rules* that *value* breaks, empty where it keeps to all of them: `too-short`,
    `no-match`, `not-an-email`, `not-an-address`, `too-small`, `too-large`, `out-of-range`, `too-many-digits`,
    `not-a-multiple`."""
    if isinstance(value, bool):
        return ""
    broken = _of_text(rules, value) if isinstance(value, str) else iter(())
    return next(broken, "") or next(_of_number(rules, exact(value)), "")


def _of_text(rules: Rules, text: str) -> Iterator[str]:
    if len(text) < rules.min_length:
        yield "too-short"
    if rules.is_email and not _EMAIL.fullmatch(text.strip()):
        yield "not-an-email"
    if rules.is_url and not _URL.fullmatch(text.strip()):
        yield "not-an-address"
    pattern = _compiled(rules.pattern)
    if pattern is not None and not pattern.search(text):
        yield "no-match"


def _compiled(pattern: str) -> re.Pattern[str] | None:
    """None for one that Python reads in another way than JavaScript, or that may take too long."""
    if not pattern or _REPEATS_A_REPETITION.search(pattern):
        return None
    if pattern.endswith("$") and not pattern.endswith("\\$"):
        pattern = f"{pattern[:-1]}\\Z"  # Python's own `$` lets a line end follow
    try:
        return re.compile(_NAMED_GROUP.sub("(?P<", pattern))
    except re.error:
        return None


def _of_number(rules: Rules, number: Decimal | None) -> Iterator[str]:
    if number is None:
        return
    least, most, above, below = (exact(bound) for bound in (rules.least, rules.most, rules.above, rules.below))
    if (least is not None and number < least) or (above is not None and number <= above):
        yield "too-small"
    if (most is not None and number > most) or (below is not None and number >= below):
        yield "too-large"
    if rules.whole_digits is not None and number and number.adjusted() >= rules.whole_digits:
        yield "out-of-range"
    if rules.digits is not None and _digits_behind_the_point(number) > rules.digits:
        yield "too-many-digits"
    step = exact(rules.multiple_of)
    if step and (number / step) % 1:
        yield "not-a-multiple"


def _digits_behind_the_point(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
