"""A filter of several lists, by what their fields are for: what each list is asked of it, under its own names. Pure."""

from msgspec.structs import replace

from todo_desktop.model.all_lists import LIST
from todo_desktop.model.decimals import exact
from todo_desktop.model.filter import Condition, Group, Operator, Part, Scalar
from todo_desktop.model.filter_dates import Clock
from todo_desktop.model.filter_operators import askable
from todo_desktop.model.filter_today import at
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import WhereOfAll
from todo_desktop.model.schema import Collection, Field, FieldKind, Option

_O = Operator
_OF_NOTHING = (_O.EMPTY, _O.FALSE, _O.IS_NOT, _O.NONE_OF)
"""What a todo without a value meets."""
_ONE_OF, _NOT_ONE_OF = (_O.IS, _O.ANY_OF), (_O.IS_NOT, _O.NONE_OF)


def with_choices(together: TodoList, names: dict[int, str]) -> Collection:
    """What can be asked of the lists of *together*: its collection, with the lists (called as *names* have it, by id)
    and the labels of all their priorities to choose from."""
    lists = tuple(Option(each.key, names[each.id]) for each in together.parts)
    choices = {LIST: lists, "priority": tuple(_priorities(together))}
    collection = together.collection
    return replace(
        collection, fields=tuple(replace(f, options=choices.get(f.name, f.options)) for f in collection.fields)
    )


def _priorities(together: TodoList) -> list[Option]:
    """Each label once, however it is written, in the order of the lists."""
    found: dict[str, Option] = {}
    for each in together.parts:
        field = _own_field("priority", each)
        for option in field.options if field is not None else ():
            found.setdefault(option.label.casefold(), replace(option, value=option.label))
    return [*found.values()]


def where_of_all(group: Group, together: TodoList, clock: Clock) -> WhereOfAll | None:
    """What each list is asked at that time; None where *group* asks for nothing."""
    asked = askable(group, together.collection)
    if not asked:
        return None
    found: list[tuple[int, Group]] = []
    for each in together.parts:
        own = asked_of(asked, each)
        if own is not False:
            found.append((each.id, (at(own, each.collection, clock) if own is not True else None) or Group()))
    return WhereOfAll(tuple(found))


def asked_of(group: Group, todo_list: TodoList) -> Group | bool:
    """*group*, of the shared fields, as one of the list's own; whether all of its todos meet it or none does, where
    that goes for every one of them. A field that the list lacks is empty in each of its todos."""
    parts: list[Part] = []
    for part in group.parts:
        own = asked_of(part, todo_list) if isinstance(part, Group) else _own(part, todo_list)
        if isinstance(own, bool):
            if own is not group.every:
                return own
        else:
            parts.append(own)
    return Group(group.every, tuple(parts)) if parts else group.every


def _own(condition: Condition, todo_list: TodoList) -> Part | bool:
    if condition.field == LIST:
        return _of_list(condition, todo_list.key)
    field = _own_field(condition.field, todo_list)
    if field is None:
        return condition.operator in _OF_NOTHING
    if condition.field == "priority" and condition.operator in (*_ONE_OF, *_NOT_ONE_OF):
        return _of_priority(condition, field)
    return replace(condition, field=field.name)


def _of_list(condition: Condition, key: str) -> bool:
    return (key in _values(condition)) is (condition.operator in _ONE_OF)


def _of_priority(condition: Condition, field: Field) -> Part | bool:
    """By its label, as people read it, whatever each list stores; of a list that has numbers, by the number."""
    wanted = {str(value).casefold() for value in _values(condition)}
    is_one_of = condition.operator in _ONE_OF
    if field.kind is FieldKind.SELECT:
        values = tuple(option.value for option in field.options if option.label.casefold() in wanted)
        operator = _O.ANY_OF if is_one_of else _O.NONE_OF
        return Condition(field.name, operator, values) if values else not is_one_of
    numbers = [number for label in sorted(wanted) if (number := exact(label)) is not None]
    operator = _O.IS if is_one_of else _O.IS_NOT
    parts = tuple(Condition(field.name, operator, int(number)) for number in numbers if number == int(number))
    return Group(not is_one_of, parts) if parts else not is_one_of


def _values(condition: Condition) -> tuple[Scalar, ...]:
    value = condition.value
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, int | float | str) else ()


def _own_field(role: str, todo_list: TodoList) -> Field | None:
    name: str = getattr(todo_list.collection.roles, role)
    return todo_list.collection.field(name) if name else None
