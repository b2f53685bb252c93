"""What a field's description says about its values: its `validation`, which the server enforces, and the validators of
its `uiSchema`, which only the web page does. Pure."""

import math
from collections.abc import Iterator, Mapping

from todo_desktop.model.field_rules import Rules
from todo_desktop.model.values import Json

_Meta = Mapping[str, Json]


def is_required(meta: _Meta, ui: _Meta) -> bool:
    """Whether a value must be there."""
    rules = [*_enforced(meta), *_shown(ui)]
    return ui.get("required") is True or any("required" in rule and rule["required"] is not False for rule in rules)


def rules_of(meta: _Meta, ui: _Meta) -> Rules:
    """Bounds of the two places: where both have one, the narrower. A rule that is not known is left to the server."""
    found = _found(meta, ui)
    return Rules(
        min_length=int(_number(found.get("min_length")) or 0),
        least=_number(found.get("least")),
        most=_number(found.get("most")),
        above=_number(found.get("above")),
        below=_number(found.get("below")),
        digits=_count(found.get("digits")),
        whole_digits=_whole_digits(meta),
        multiple_of=_number(found.get("multiple_of")),
        pattern=str(found.get("pattern") or ""),
        is_email=bool(found.get("is_email")),
        is_url=bool(found.get("is_url")),
    )


def longest_of(meta: _Meta, ui: _Meta) -> int | None:
    """How many characters fit: what the server's column holds, or less where a rule says so."""
    length = meta.get("length")
    held = [length if isinstance(length, int) else 255] if meta.get("type") == "string" else []
    asked = _count(_found(meta, ui).get("max_length"))
    return min([*held, *([] if asked is None else [asked])], default=None)


_NUMBERS = ("integer", "bigInt", "float", "double", "real", "decimal", "sort")
_OF_NUMBERS = {
    "min": "least", "minimum": "least", "minValue": "least", "max": "most", "maximum": "most", "maxValue": "most",
    "greater": "above", "exclusiveMinimum": "above", "less": "below", "exclusiveMaximum": "below",
    "precision": "digits", "multiple": "multiple_of", "multipleOf": "multiple_of",
}  # fmt: skip
_OF_TEXTS = {"min": "min_length", "minLength": "min_length", "max": "max_length", "maxLength": "max_length"}
_FORMATS = {"email": "is_email", "uri": "is_url", "url": "is_url"}
_WIDEST = {"most", "below", "max_length", "digits"}


def _found(meta: _Meta, ui: _Meta) -> dict[str, Json]:
    """What limits the values, under our names."""
    found: dict[str, Json] = {}
    for rule in (*_enforced(meta), *_shown(ui)):
        for name, value in rule.items():
            _take(found, name, value, numeric=meta.get("type") in _NUMBERS)
    return found


def _take(found: dict[str, Json], name: str, value: Json, *, numeric: bool) -> None:
    """One rule, under our name; the narrower of two."""
    if name == "pattern" and isinstance(value, str):
        found.setdefault("pattern", _bare_pattern(value))
    elif name in _FORMATS and not numeric:
        found[_FORMATS[name]] = True
    elif name in ("length", "len") and not numeric:
        found["min_length"] = found["max_length"] = value
    else:
        ours = (_OF_NUMBERS if numeric else _OF_TEXTS).get(name)
        bound, known = _number(value), _number(found.get(ours)) if ours else None
        if ours and bound is not None:
            narrower = min if ours in _WIDEST else max
            found[ours] = bound if known is None else narrower(bound, known)


def _enforced(meta: _Meta) -> Iterator[dict[str, Json]]:
    """`validation: {rules: [{name, args}]}`, one entry a rule: its name and its one argument."""
    validation = meta.get("validation")
    rules = validation.get("rules") if isinstance(validation, dict) else None
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict) and isinstance(rule.get("name"), str):
            args = rule.get("args")
            yield {str(rule["name"]): next(iter(args.values()), True) if isinstance(args, dict) else True}


def _shown(ui: _Meta) -> Iterator[_Meta]:
    """The rules of `x-validator` (a name, an object, or a list of both), of the schema itself and of its component."""
    validators = ui.get("x-validator")
    for each in validators if isinstance(validators, list) else [validators]:
        if isinstance(each, str):
            yield {each: True}
        elif isinstance(each, dict):
            yield each
            if isinstance(each.get("format"), str):
                yield {str(each["format"]): True}
    known = (*_OF_NUMBERS, "minLength", "maxLength", "pattern")
    yield {name: ui[name] for name in known if name in ui}
    props = ui.get("x-component-props")
    if isinstance(props, dict):
        yield {name: props[name] for name in ("min", "max", "maxLength") if name in props}


def _bare_pattern(pattern: str) -> str:
    """`/…/i` without its slashes and flags, as the server reads it."""
    end = pattern.rfind("/")
    return pattern[1:end] if pattern.startswith("/") and end > 0 else pattern


def _whole_digits(meta: _Meta) -> int | None:
    precision, scale = meta.get("precision"), meta.get("scale")
    if meta.get("type") != "decimal" or not isinstance(precision, int) or not isinstance(scale, int):
        return None
    return precision - scale


def _number(value: Json) -> float | None:
    """None for what is no number, or none that could be a bound: `Infinity` limits nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _count(value: Json) -> int | None:
    number = _number(value)
    return None if number is None else int(number)
