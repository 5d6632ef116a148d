"""Registers and records for programs: the list with its filters and a cursor, one record, and the acts on it."""

import datetime as dt
import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from django import forms
from django.http import Http404
from ninja import Router, Schema, Status
from pydantic import create_model

from waymark.core.forms import KEY, VERSION
from waymark.core.wire.described import KEY_HEADER, READS, WRITES, parameters_of, request_body, responses
from waymark.core.wire.sent import body_of, fill, query_of
from waymark.people.models.access import digest
from waymark.people.policy import OrganisationRequest
from waymark.people.submit import once
from waymark.people.token_auth import api_needs
from waymark.records.acts import NewRecord, RecordAct, RecordActs
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


def perform(
    request: OrganisationRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], T],
    *,
    record: Recorded | None = None,
) -> T:
    """Do one act with what a program sent, as `submit` does for a page.

    Refusals rise: Invalid for the form, StaleRecord for a version that is not the newest any more, and whatever the
    act refuses. With the header Idempotency-Key a record is made once, however often the request is sent; the same
    key with something else is refused (KeyReused).
    """
    named = request.headers.get(KEY_HEADER)
    own = {KEY: digest(f"{request.member.pk} {request.path} {named}") if named else ""} if KEY in form.fields else {}
    payload = body_of(request)
    fill(form, payload, **own)
    typed = dict(form.cleaned_data)
    version, key = typed.pop(VERSION, None), typed.pop(KEY, None)
    if record is not None and version is not None:
        record.read_at(version)
    if not key:
        return act(typed)
    content = digest(json.dumps(payload.values, sort_keys=True))
    made: T = once(request.member, key, lambda: act(typed), content=content)
    return made


def record_router(acts: RecordActs[Any], tag: str) -> Router:
    """Return the operations of a kind: its list, one record, a new one, and each act, as its pages have them."""
    router = Router(tags=[tag])
    add_acts(router, acts, add_list(router, acts.register))
    return router


def add_acts(router: Router, acts: RecordActs[Any], row: type[Schema]) -> None:
    """Add one record, a new one, and each act on one to the operations of its package; they answer with its row."""
    base, one = f"/{acts.register.path}", f"/{acts.register.path}/{{int:{acts.word}}}"
    if acts.new is not None:
        made = responses(*WRITES, made=row)
        body = request_body(acts.new.form, **acts.new.described)
        router.post(base, response=made, openapi_extra=body, url_name=acts.register.name)(_new(acts, acts.new))
    router.get(one, response=responses(ok=row), url_name=acts.register.address)(_one(acts))
    for act in acts.acts:
        body = request_body(act.form, kept=act.kept, **act.described)
        operation = router.post(
            f"{one}/{act.path}",
            response=responses(*WRITES, made=row),
            openapi_extra=body,
            url_name=f"{acts.word}_{act.path}",
        )
        operation(_act(acts, act))


def _new(acts: RecordActs[Any], new: NewRecord[Any]) -> Callable[..., Any]:
    @api_needs(acts.right(new))
    def made(request: OrganisationRequest) -> Status[Any]:
        form = new.form(initial=new.first(reading_of(request.member)), **new.given(request.member))
        one = perform(request, form, lambda typed: new.make(request.organisation, typed, request.member))
        # Read again, as its page does: a row may show more than the verb returned.
        return Status(201, _row(acts, acts.find(request.member, one.number) or one, request))

    return _called(made, f"{new.name}_{acts.word}", acts.row(new).sentence)


def _one(acts: RecordActs[Any]) -> Callable[..., Any]:
    @api_needs(acts.register.right)
    @_numbered(acts.word)
    def shown(request: OrganisationRequest, **number: int) -> dict[str, Any]:
        return _row(acts, _found(acts, request, number), request)

    return _called(shown, f"show_{acts.word}", f"Show one of {acts.register.name.replace('_', ' ')}.")


def _act(acts: RecordActs[Any], act: RecordAct[Any]) -> Callable[..., Any]:
    @api_needs(acts.right(act))
    @_numbered(acts.word)
    def acted(request: OrganisationRequest, **number: int) -> Status[Any]:
        member, one = request.member, _found(acts, request, number)
        acts.require(one, member)
        form = acts.form(act, one, member, reading=reading_of(member))
        # What a program leaves out stays as it is. It has to say itself which version it has read, or nothing would
        # show that something newer is there.
        form.initial = {name: value for name, value in form.initial.items() if name != VERSION}
        perform(request, form, lambda typed: act.do(one, typed, member), record=one)
        return Status(201, _row(acts, _found(acts, request, number), request))

    return _called(acted, f"{act.name}_{acts.word}", acts.row(act).sentence)


def _numbered(word: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let an operation take the number of a record under the word of its kind, as its address calls it."""

    def declare(operation: Callable[..., Any]) -> Callable[..., Any]:
        request = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        number = inspect.Parameter(word, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=int)
        operation.__signature__ = inspect.Signature([request, number])  # type: ignore[attr-defined]  # read by the library
        return operation

    return declare


def _called(operation: Callable[..., Any], name: str, sentence: Any) -> Callable[..., Any]:
    operation.__name__, operation.__doc__ = name, str(sentence)
    return operation


def _found(acts: RecordActs[Any], request: OrganisationRequest, number: Mapping[str, int]) -> Any:
    one = acts.find(request.member, number[acts.word])
    if one is None:
        raise Http404
    return one


def _row(acts: RecordActs[Any], one: Any, request: OrganisationRequest) -> dict[str, Any]:
    return row_out(acts.register, acts.row_of(one, request.member))
