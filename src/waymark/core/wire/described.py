"""Operations described for programs (OpenAPI), out of the forms that check what is sent."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from django import forms
from ninja import Schema
from ninja.operation import Operation

from waymark.core.forms import KEY
from waymark.core.wire.sent import FILES

_Plain = dict[str, Any]
KEY_HEADER: Final = "Idempotency-Key"
_OFTEN: Final = (401, 403, 404, 429)


class Mistake(Schema):
    """What is wrong with one field."""

    code: str
    message: str


class Error(Schema):
    """A refusal: a code that never changes, a sentence, and what to do instead."""

    code: str
    message: str
    way_out: str
    fields: dict[str, list[Mistake]] = {}
    version: int | None = None
    reference: str | None = None


class Refusal(Schema):
    """What every refused request is answered with."""

    error: Error


_describe_answer = Operation._create_response_model  # noqa: SLF001 -- the library has no door for it


@cache
def _described_once(answer: Any) -> type[Schema] | None:
    return _describe_answer(Operation.__new__(Operation), answer)


def _create_response_model(_self: Operation, response_param: Any) -> type[Schema] | None:
    return _described_once(response_param)


# The library describes each answer of each operation anew, and nearly all of them are refusals that are alike: two
# thousand classes, which took a second of each start of the web server.
Operation._create_response_model = _create_response_model  # type: ignore[assignment, method-assign]  # noqa: SLF001 -- as above


def responses(*statuses: int, **good: Any) -> dict[Any, Any]:
    """Return the answers of an operation: `ok` or `made`, the refusals of all, and the given ones.

    `file=True` stands for an answer that is the content of a file.
    """
    schemas: dict[Any, Any] = {201: good["made"]} if "made" in good else {200: good.get("ok")}
    return schemas | dict.fromkeys(sorted({*_OFTEN, *statuses}), Refusal)


READS: Final = (400, 422)
"""Refusals of operations that read a query."""
WRITES: Final = (400, 409, 413, 415, 422)
"""Refusals of operations that take a body."""


def request_body(
    form: type[forms.BaseForm], *, kept: Iterable[str] = (), files: bool = False, **more: _Plain
) -> _Plain:
    """Return the description of a body that goes into a form.

    `kept` names fields that stay as they are where they are left out; `more` are fields that the form gets when it is
    made.
    """
    has_key = KEY in _fields(form)
    body = _object(form, frozenset(kept), more)
    content = {"application/json": {"schema": body}}
    description: _Plain = {"requestBody": {"required": True, "content": content}}
    if files:
        listed = {"type": "array", "items": {"type": "string", "format": "binary"}, "maxItems": 20}
        content["multipart/form-data"] = {"schema": {**body, "properties": {**body["properties"], FILES: listed}}}
    if files or has_key:
        description["parameters"] = [
            {
                "in": "header",
                "name": KEY_HEADER,
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
                "description": "The same request sent again with the same key has one effect and the same answer.",
            }
        ]
    return description


def query_parameters(form: type[forms.BaseForm]) -> _Plain:
    """Return the description of a query that goes into a form."""
    return parameters_of(_fields(form))


def parameters_of(fields: Mapping[str, forms.Field]) -> _Plain:
    """Return the description of a query that goes into some fields."""
    return {
        "parameters": [
            {"in": "query", "name": name, "required": field.required, "schema": _schema(field)}
            for name, field in fields.items()
        ]
    }


def _object(form: type[forms.BaseForm], kept: frozenset[str], more: Mapping[str, _Plain]) -> _Plain:
    given = {name: field for name, field in _fields(form).items() if name != KEY}
    needed = [name for name, field in given.items() if field.required and field.initial is None and name not in kept]
    # The page proposes today.
    needed = [name for name in needed if not isinstance(given[name], forms.DateField)]
    properties = {name: _schema(field) for name, field in given.items()} | dict(more)
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _fields(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = vars(form)["base_fields"]
    return found


def _schema(field: forms.Field) -> _Plain:
    schema: _Plain = {"description": str(field.label)} if field.label else {}
    if hasattr(field, "described"):
        # A choice that depends on who reads says itself what it takes.
        schema |= field.described
    elif isinstance(field, forms.IntegerField):
        schema |= {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    elif isinstance(field, forms.BooleanField):
        schema |= {"type": "boolean"}
    elif isinstance(field, forms.DateField):
        schema |= {"type": "string", "format": "date"}
    elif isinstance(field, forms.ChoiceField):
        # A choice that only the organisation's own form knows is described as text.
        offered = [str(value) for value, _label in field.choices if value]  # type: ignore[union-attr,misc]  # flat ones
        schema |= {"type": "string"} | ({"enum": offered} if offered else {})
    else:
        schema |= {"type": "string", "maxLength": getattr(field, "max_length", None)}
    return {name: value for name, value in schema.items() if value is not None}
