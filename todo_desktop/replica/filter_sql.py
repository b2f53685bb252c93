"""A filter as a condition in SQL over the rows of the replica: it finds what the server finds, null and case too."""

from collections.abc import Callable
from typing import TypeAlias

from todo_desktop.model.decimals import exact
from todo_desktop.model.filter import Condition, Group, Operator, Scalar
from todo_desktop.model.filter_dates import Span
from todo_desktop.model.schema import NUMBERS, Collection, Field, FieldKind
from todo_desktop.replica.row_codec import Layouts
from todo_desktop.replica.search_words import lowered

Term: TypeAlias = tuple[str, list[object]]
"""An expression and its parameters."""

_O = Operator
_SIGNS = {
    _O.IS: "=", _O.IS_NOT: "IS NOT", _O.ON: "=", _O.NOT_ON: "<>",
    _O.MORE: ">", _O.AT_LEAST: ">=", _O.LESS: "<", _O.AT_MOST: "<=", _O.AFTER: ">", _O.FROM: ">=", _O.BEFORE: "<",
    _O.UNTIL: "<=",
}  # fmt: skip
_LISTS = (FieldKind.MULTI_SELECT, FieldKind.RELATIONS, FieldKind.FILES)
_LONGEST_PATTERN = 10_000
"""Of LIKE, in characters; a longer text is looked for in Python."""
_ALL = "1"


def condition_of(group: Group | None, collection: Collection, layouts: Layouts) -> Term:
    """True for what *group* (of `filter_today.at`) lets through. Its fields must be askable."""
    if not group:
        return _ALL, []
    terms = [
        condition_of(part, collection, layouts) if isinstance(part, Group) else _term(part, collection, layouts)
        for part in group.parts
        if part
    ]
    joined = (" AND " if group.every else " OR ").join(f"({sql})" for sql, _ in terms)
    return joined or _ALL, [parameter for _, parameters in terms for parameter in parameters]


def _term(condition: Condition, collection: Collection, layouts: Layouts) -> Term:
    field = collection.field(condition.field)
    if field is None:
        return _ALL, []
    if field.kind in _LISTS:
        return _of_list(field, condition)
    if field.kind is FieldKind.RELATION:
        return _of_related(field, condition)
    value = _held(field, layouts)
    if condition.operator in (_O.EMPTY, _O.NOT_EMPTY):
        return _of_nothing(field, value, is_empty=condition.operator is _O.EMPTY), []
    if isinstance(condition.value, Span):
        return _of_span(_date(field.kind, value), condition.operator, condition.value)
    return _of_value(field.kind, value, condition)


def _of_value(kind: FieldKind, value: str, condition: Condition) -> Term:
    operator, wanted = condition.operator, condition.value
    if operator in (_O.TRUE, _O.FALSE):
        return f"{value} {'=' if operator is _O.TRUE else 'IS NOT'} 1", []
    if isinstance(wanted, tuple):
        found, parameters = _among(value, wanted)
        return (found if operator is _O.ANY_OF else f"{value} IS NULL OR NOT {found}"), parameters
    if operator not in _SIGNS:
        return _with_text(value, operator, str(wanted))
    if kind in NUMBERS:
        return _compared(f"CAST({value} AS NUMERIC)", operator, _number(wanted))
    if kind is FieldKind.TIME:
        return _compared(_seconds(value, 8), operator, f"{wanted}:00"[:8])
    is_key = kind in (FieldKind.KEY, FieldKind.OTHER)
    return _compared(f"CAST({value} AS TEXT)" if is_key else value, operator, str(wanted) if is_key else wanted)


def _compared(value: str, operator: Operator, wanted: object) -> Term:
    return f"{value} {_SIGNS[operator]} ?", [wanted]


def _among(value: str, wanted: object, form: Callable[[Scalar], object] = lambda each: each) -> Term:
    values = [form(each) for each in wanted] if isinstance(wanted, tuple) else []
    return f"{value} IN ({', '.join('?' * len(values))})", values


def _with_text(value: str, operator: Operator, text: str) -> Term:
    """LIKE knows upper and lower case of ASCII letters alone: all other texts are compared in Python."""
    negated = "NOT " if operator in (_O.CONTAINS_NOT, _O.NAME_CONTAINS_NOT) else ""
    before, after = operator is not _O.STARTS_WITH, operator is not _O.ENDS_WITH
    if text.isascii() and len(text) < _LONGEST_PATTERN and "\0" not in text:
        plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{value} {negated}LIKE ? ESCAPE '\\'", [f"{'%' * before}{plain}{'%' * after}"]
    return f"{negated}has_text({value}, ?, {int(not before)}, {int(not after)})", [lowered(text)]


def _of_nothing(field: Field, value: str, *, is_empty: bool) -> str:
    texts = field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.SELECT) and field.blank_is_empty
    if texts:
        return f"ifnull({value}, '') {'=' if is_empty else '<>'} ''"
    return f"{value} IS {'' if is_empty else 'NOT '}NULL"


def _of_span(value: str, operator: Operator, span: Span) -> Term:
    start, end = span.start, span.end
    if span.is_moment and operator is not _O.BETWEEN:
        return _compared(value, operator, start)
    if operator is _O.NOT_ON:
        return f"{value} < ? OR {value} >= ?", [start, end]
    if operator in (_O.BEFORE, _O.UNTIL):
        return f"{value} < ?", [start if operator is _O.BEFORE else end]
    if operator in (_O.FROM, _O.AFTER):
        return f"{value} >= ?", [start if operator is _O.FROM else end]
    return f"{value} >= ? AND {value} < ?", [start, end]


def _of_list(field: Field, condition: Condition) -> Term:
    path = _path(field.name)
    operator = condition.operator
    if operator in (_O.EMPTY, _O.NOT_EMPTY):
        return f"ifnull(json_array_length(extra, {path}), 0) {'=' if operator is _O.EMPTY else '>'} 0", []
    each = f"SELECT 1 FROM json_each(extra, {path}) AS item WHERE"  # noqa: S608 - a path, and what is known here
    if operator is _O.NAME_CONTAINS:
        name = f"json_extract(item.value, {_path(field.target_title)})"
        found, parameters = _with_text(name, operator, str(condition.value))
        return f"EXISTS ({each} item.type = 'object' AND {found})", parameters
    if field.kind is not FieldKind.MULTI_SELECT:
        key = f"CAST(json_extract(item.value, {_path(field.target_key)}) AS TEXT)"
        found, parameters = _among(key, condition.value, str)
        return f"EXISTS ({each} item.type = 'object' AND {found})", parameters
    return _of_choices(path, each, condition)


def _of_choices(path: str, each: str, condition: Condition) -> Term:
    operator = condition.operator
    found, parameters = _among("item.value", condition.value)
    if operator in (_O.ANY_OF, _O.NONE_OF):
        return f"{'NOT ' if operator is _O.NONE_OF else ''}EXISTS ({each} {found})", parameters
    every = " AND ".join([f"EXISTS ({each} item.value = ?)"] * len(parameters))
    if operator is _O.ALL_OF:
        return every, parameters
    same = f"{every} AND NOT EXISTS ({each} NOT {found})"
    negated = "" if operator is _O.EXACTLY else "NOT "
    return f"json_type(extra, {path}) = 'array' AND {negated}({same})", [*parameters, *parameters]


def _of_related(field: Field, condition: Condition) -> Term:
    """A todo that was not sent yet has no key to be found by, but it is there."""
    operator = condition.operator
    if operator in (_O.EMPTY, _O.NOT_EMPTY):
        return f"json_extract(extra, {_path(field.name)}) IS {'' if operator is _O.EMPTY else 'NOT '}NULL", []
    if operator in (_O.NAME_CONTAINS, _O.NAME_CONTAINS_NOT):
        name = f"json_extract(extra, {_path(field.name, field.target_title)})"
        return _with_text(name, operator, str(condition.value))
    key = f"CAST(json_extract(extra, {_path(field.name, field.target_key)}) AS TEXT)"
    if operator is _O.ANY_OF:
        return _among(key, condition.value, str)
    return _compared(key, operator, str(condition.value))


def _held(field: Field, layouts: Layouts) -> str:
    """The value of the field, in the layout of each row; NULL where the todo has none."""
    now = _in_column(field.name, layouts.now.layout.columns.get(field.name))
    if layouts.before is None:
        return now
    before = _in_column(field.name, layouts.before.layout.columns.get(field.name))
    return now if now == before else f"CASE layout WHEN {layouts.number} THEN {now} ELSE {before} END"


def _in_column(name: str, column: str | None) -> str:
    """What a column cannot hold, such as an empty text, is in the JSON."""
    rest = f"json_extract(extra, {_path(name)})"
    if column is None:
        return rest
    if column in ("sort_order", "created_at"):
        return f"ifnull(nullif({column}, x''), {rest})"
    return column if column == "done" else f"ifnull({column}, {rest})"


def _path(*names: str) -> str:
    """Into the JSON, as a literal of SQL: names with a quote are not asked for."""
    path = "$" + "".join(f'."{name}"' for name in names)
    return "'" + path.replace("'", "''") + "'"


def _date(kind: FieldKind, value: str) -> str:
    """In the form that the server reads it in, whatever it was typed as."""
    if kind is FieldKind.DATE:
        return f"substr({value}, 1, 10)"
    if kind is FieldKind.DATETIME_LOCAL:
        return _seconds(f"replace({value}, 'T', ' ')", 19)
    return f"CASE length({value}) WHEN 24 THEN {value} ELSE strftime('%Y-%m-%dT%H:%M:%fZ', {value}) END"


def _seconds(value: str, length: int) -> str:
    return f"substr({value} || ':00', 1, {length})"


def _number(value: object) -> object:
    """As exact as SQLite has it: whole numbers of 64 bits, all else as doubles."""
    number = exact(value) if isinstance(value, int | float | str) else None
    if number is None:
        return None
    whole = number == number.to_integral_value() and abs(number) < 2**63
    return int(number) if whole else float(number)
