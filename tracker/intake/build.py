"""Turns keys and texts into the typed records, and what the typing refuses into our own words at the right line.

No message of the typing library reaches people: each kind of refusal is worded here or in ``values``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from tracker.intake.front_matter import FrontMatter, Place
from tracker.intake.markdown import Item
from tracker.intake.problems import Report, quoted, unknown
from tracker.intake.values import Key, Known

_M = TypeVar("_M", bound=BaseModel)
Locate = Callable[[Place], int]


def keys(model: type[BaseModel]) -> dict[str, Key]:
    """Return the keys that people may write for *model*, as they are written, in the order of its fields."""
    found = {}
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Key):
                found[field.alias or name] = mark
    return found


def from_items(
    model: type[_M], items: list[Item], place: Mapping[str, Any], known: Known, file: str, line: int, report: Report
) -> _M | None:
    """Return the record of a row with *items* at *place* (file, line, reference …), or None with its problems noted."""
    allowed = keys(model)
    data: dict[str, Any] = {}
    lines: dict[str, list[int]] = {}
    for item in items:
        if item.key not in allowed:
            report.add(file, item.line, unknown("key", item.key, allowed))
            continue
        if item.key in data and not allowed[item.key].repeatable:
            first = lines[item.key][0]
            report.add(file, item.line, f"'{item.key}' stands twice (first in line {first}); expected it once")
            continue
        lines.setdefault(item.key, []).append(item.line)
        if allowed[item.key].repeatable:
            data.setdefault(item.key, []).append(item.value)
        else:
            data[item.key] = item.value

    def locate(where: Place) -> int:
        own = lines.get(str(where[0]), []) if where else []
        index = where[1] if len(where) > 1 and isinstance(where[1], int) else 0
        return own[min(index, len(own) - 1)] if own else line

    return _validate(model, {**data, **place}, known, file, locate, report)


def from_front(
    model: type[_M], front: FrontMatter, place: Mapping[str, Any], known: Known, report: Report
) -> _M | None:
    """Return the record of a file with front matter *front* and a body at *place*, or None with its problems noted."""
    allowed = keys(model)
    for key in front.data:
        if key not in allowed:
            report.add(front.name, front.line((key,)), unknown("key", key, allowed))
    data = {key: value for key, value in front.data.items() if key in allowed}
    return _validate(model, {**data, **place}, known, front.name, front.line, report)


def _validate(
    model: type[_M], data: Mapping[str, Any], known: Known, file: str, locate: Locate, report: Report
) -> _M | None:
    """Type *data*; note each refusal at the line that *locate* finds for it."""
    try:
        return model.model_validate(data, context=known)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            place: Place = tuple(error["loc"])
            report.add(file, locate(place), _words(model, place, error))
        return None


def _words(model: type[BaseModel], place: Place, error: Mapping[str, Any]) -> str:
    """Return our sentence for one refusal."""
    kind = error["type"]
    if kind == "value_error":
        return str(error["ctx"]["error"])
    name = next((str(part) for part in reversed(place) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        return unknown("key", name, keys(_model_at(model, place[:-1])))
    expected = _expected(model, place)
    if kind == "missing":
        return f"no '{name}'; expected {expected}"
    if kind == "empty":
        return f"'{name}' has no value; expected {expected}"
    if kind == "string_too_long":
        return f"'{name}' is over {error['ctx']['max_length']:,} characters; expected fewer"
    return f"'{name}' holds {_shape(error['input'])}; expected {expected}"


def _shape(value: object) -> str:
    """Return what a value is, in words."""
    if isinstance(value, Mapping):
        return "entries of its own"
    return "a list" if isinstance(value, (list, tuple)) else f"one value, {quoted(str(value))}"


def _expected(model: type[BaseModel], place: Place) -> str:
    """Return what the key at *place* expects; an entry of a list expects its own keys."""
    if place and isinstance(place[-1], int):
        inner = _model_at(model, place)
        if inner is not model and keys(inner):
            return f"an entry with {', '.join(keys(inner))}"
    while place and isinstance(place[-1], int):
        place = place[:-1]
    if not place:
        return "'key: value' lines"
    mark = keys(_model_at(model, place[:-1])).get(str(place[-1]))
    return mark.expected if mark else "a value"


def _model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """Return the record type that the entry at *place* belongs to."""
    for part in place:
        if isinstance(part, str):
            field = next((field for name, field in model.model_fields.items() if part in (name, field.alias)), None)
            model = (_record_in(field) if field else None) or model
    return model


def _record_in(field: FieldInfo) -> type[BaseModel] | None:
    """Return the record type that a field holds, alone or in a list."""
    waiting: list[Any] = [field.annotation]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        waiting.extend(get_args(kind))
    return None
