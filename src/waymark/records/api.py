"""The API list of a register, with the filters of its page and a cursor."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, TypeVar

from django import forms
from ninja import Router, Schema
from pydantic import create_model

from waymark.core.forms import KEY, VERSION
from waymark.core.wire.described import KEY_HEADER, READS, parameters_of, responses
from waymark.core.wire.sent import body_of, fill, query_of
from waymark.people.models.access import digest
from waymark.people.policy import OrganisationRequest
from waymark.people.submit import once
from waymark.people.token_auth import api_needs
from waymark.records.cells import Kind, plain
from waymark.records.choosing import ChoiceForm
from waymark.records.listing import reading_of, slice_of
from waymark.records.registers import Register
from waymark.trail.door import Recorded

T = TypeVar("T")


class PersonOut(Schema):
    """A member of the organisation; `id` is the key that fields such as `owner` take."""

    id: int
    name: str


class RecordOut(Schema):
    """Another record. `record` and `id` together name it, as `requirement` and `57`."""

    record: str
    id: int
    reference: str
    title: str


_TYPES: Final[dict[Kind, Any]] = {
    Kind.TEXT: str | None,
    Kind.NUMBER: int | None,
    Kind.DAY: dt.date | None,
    Kind.YES_NO: bool,
    Kind.CHOICE: str | None,
    Kind.PERSON: PersonOut | None,
    Kind.RECORD: RecordOut | None,
}


def add_list(router: Router, register: Register[Any]) -> type[Schema]:
    """Add the list of a register to the operations of its package, and return the schema of one row."""
    columns: dict[str, Any] = {one.name: (_TYPES[one.kind], ...) for one in register.columns}
    name = register.word.title().replace("-", "")
    row: type[Schema] = create_model(f"{name}Row", __base__=Schema, key=(str, ...), version=(int, ...), **columns)
    listed: type[Schema] = create_model(
        f"{name}List",
        __base__=Schema,
        __doc__=f"Some rows of {register.name}. `next` is the cursor of the rest, null at its end.",
        items=(list[row], ...),  # type: ignore[valid-type]  # a model made a line above
        next=(str | None, ...),
    )

    @router.get(
        f"/{register.path}",
        response=responses(*READS, ok=listed),
        openapi_extra=parameters_of(_fields(register)),
        url_name=register.name,
        operation_id=f"list_{register.name}",
        summary=f"List {register.name.replace('_', ' ')}",
    )
    @api_needs(register.right)
    def list_rows(request: OrganisationRequest) -> dict[str, Any]:
        return answer(request, register)

    list_rows.__name__ = f"list_{register.name}"
    return row


def answer(request: OrganisationRequest, register: Register[Any]) -> dict[str, Any]:
    """Return the rows that a program asks for. Raises Invalid for what is not understood."""
    form = ChoiceForm(register=register, reader=request.member, for_programs=True)
    fill(form, query_of(request))
    reading = reading_of(request.member)
    found = slice_of(form.chosen(), reading)
    return {"items": [row_out(register, row) for row in found.rows], "next": found.next}


def row_out(register: Register[Any], row: Any) -> dict[str, Any]:
    """Return one row as programs get it: its key and version, and every column by its name."""
    cells = {one.name: plain(one.value(row)) for one in register.columns}
    return {"key": register.key(row), "version": register.record(row).version, **cells}


class _Nobody:
    """Reads nothing: describes filters without an organisation."""

    pk = 0


def _fields(register: Register[Any]) -> dict[str, Any]:
    nobody: Any = _Nobody()
    return dict(ChoiceForm(register=register, reader=nobody, for_programs=True).fields)


OWNER: Final = {"type": "integer", "description": "Key of the owner; nobody unless given, where the kind allows that."}


def perform(
    request: OrganisationRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], T],
    *,
    record: Recorded | None = None,
) -> T:
    """Do one act with what a program sent, as `submit` does for a page.

    Refusals rise: Invalid for the form, StaleRecord for a version that is not the newest any more, and whatever the
    act refuses. With the header Idempotency-Key a record is made once, however often the request is sent.
    """
    named = request.headers.get(KEY_HEADER)
    own = {KEY: digest(f"{request.member.pk} {request.path} {named}") if named else ""} if KEY in form.fields else {}
    fill(form, body_of(request), **own)
    typed = dict(form.cleaned_data)
    version, key = typed.pop(VERSION, None), typed.pop(KEY, None)
    if record is not None and version is not None:
        record.read_at(version)
    return once(request.member, key, lambda: act(typed)) if key else act(typed)
