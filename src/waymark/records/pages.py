"""The pages of records: the list, making one, showing one, and an address for each act on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.redirects import came_from, see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.submit import submit
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.listing import reading_of
from waymark.records.registers import Reading
from waymark.records.views import View, changes_view, register_view
from waymark.trail.history import history_of

M = TypeVar("M", bound=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage(Generic[M]):
    """The page of one record: its own template, which calls the record by its word, and what else it is given.

    A page that does more than show a record and its acts answers by itself, by `show`, which is given the request,
    the record, and the forms of acts that were just refused.
    """

    acts: RecordActs[M]
    template: str
    more: Callable[[M, Reading], Mapping[str, Any]] = lambda _record, _reading: {}
    new_template: str = "records/new.html"
    show: Callable[[OrganisationRequest, M, Mapping[str, forms.Form]], HttpResponseBase] | None = None

    def answer(
        self, request: OrganisationRequest, one: M, refused: Mapping[str, forms.Form] | None = None
    ) -> HttpResponseBase:
        """Answer with the page of a record; what an act has just refused stands in its own form (422)."""
        if self.show is not None:
            return self.show(request, one, refused or {})
        reading = reading_of(request.member)
        context: dict[str, Any] = {
            self.acts.word: one,
            "acts": shown_acts(self.acts, one, reading, refused or {}),
            "history": history_of(one),
            **self.more(one, reading),
        }
        return respond(request, page=self.template, context=context, status=422 if refused else 200)


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act as a page shows it: its form, or why it cannot be done now."""

    label: str | Promise
    button: str | Promise
    form: forms.Form
    address: str
    why_not: str

    @property
    def is_possible(self) -> bool:
        """Return whether it can be done now."""
        return not self.why_not

    @property
    def is_shown(self) -> bool:
        """Return whether the form stands on the page: the act can be done, or was just refused in it."""
        return self.is_possible or bool(self.form.errors)


def record_urls(page: RecordPage[Any]) -> list[URLPattern]:
    """Return the addresses of a kind: its list, acts on many, a new one, one record, and each act on it."""
    acts, register = page.acts, page.acts.register
    inside = f"o/<slug:slug>/{register.path}"
    one = f"{inside}/<int:{acts.word}>"
    return [
        path(f"{inside}/", register_view(register), name=register.name),
        *([path(f"{inside}/changes", changes_view(register), name=register.changes)] if register.changes else []),
        *([path(f"{inside}/new", _new_view(page, acts.new), name=register.new)] if acts.new else []),
        path(one, page_view(page), name=register.address),
        *act_urls(page, one),
    ]


def act_urls(page: RecordPage[Any], one: str) -> list[URLPattern]:
    """Return the address of each act on a record that lies at the route `one`."""
    acts = page.acts
    return [path(f"{one}/{act.path}", _act_view(page, act), name=_name(acts, act)) for act in acts.acts]


def _name(acts: RecordActs[Any], act: RecordAct[Any]) -> str:
    return f"{acts.word}_{act.path}"


def _new_view(page: RecordPage[M], new: NewRecord[M]) -> View:
    acts = page.acts

    @require_http_methods(["GET", "POST"])
    @needs(acts.right(new))
    def made(request: OrganisationRequest) -> HttpResponseBase:
        linked = {name: request.GET[name] for name in new.by_link if name in request.GET}
        first = {**new.first(reading_of(request.member)), **linked}
        form = new.form(request.POST or None, initial=first, **new.given(request.member))
        if request.method != "POST":
            return _show_new(request, page, form)
        return submit(
            request,
            form,
            lambda typed: new.make(request.organisation, typed, request.member),
            on_refusal=lambda refused: _show_new(request, page, refused),
            done=lambda one: _done(request, acts, one, _("%(reference)s was added.") % {"reference": one.reference}),
        )

    made.__doc__ = str(acts.row(new).sentence)
    return made


def page_view(page: RecordPage[M]) -> View:
    """Return the view of the page of one record."""

    @require_safe
    @needs(page.acts.register.right)
    def shown(request: OrganisationRequest, /, **number: int) -> HttpResponseBase:
        return page.answer(request, _found(request, page.acts, number))

    shown.__doc__ = f"Show one of {page.acts.register.name}."
    return shown


def _act_view(page: RecordPage[M], act: RecordAct[M]) -> View:
    acts = page.acts

    @require_POST
    @needs(acts.right(act))
    def acted(request: OrganisationRequest, /, **number: int) -> HttpResponseBase:
        one = _found(request, acts, number)
        acts.require(one, request.member)
        return submit(
            request,
            acts.form(act, one, request.member, request.POST, reading=reading_of(request.member)),
            lambda typed: act.do(one, typed, request.member),
            record=one,
            # What the refused act has changed in memory is not what is stored.
            on_refusal=lambda refused: page.answer(request, _found(request, acts, number), {act.name: refused}),
            done=lambda result: _done(request, acts, one, act.done(one, result, request.member)),
        )

    acted.__doc__ = str(acts.row(act).sentence)
    return acted


def _found(request: OrganisationRequest, acts: RecordActs[M], number: Mapping[str, int]) -> M:
    one = acts.find(request.member, number[acts.word])
    if one is None:
        raise Http404
    return one


def _done(request: OrganisationRequest, acts: RecordActs[M], one: M, message: str | Promise) -> HttpResponseBase:
    if message:
        messages.success(request, str(message))
    return see_other(came_from(request, _address(one, acts.register.address)))


def _address(one: Any, name: str) -> str:
    return reverse(name, args=[one.organisation.slug, one.number])


def _show_new(request: OrganisationRequest, page: RecordPage[M], form: forms.Form) -> HttpResponseBase:
    context = {"register": page.acts.register, "form": form}
    return respond(request, page=page.new_template, context=context, status=422 if form.errors else 200)


def shown_acts(acts: RecordActs[M], one: M, reading: Reading, refused: Mapping[str, forms.Form]) -> dict[str, ShownAct]:
    """Return the acts on a record that a reader may do, possible or with why not, and those just refused."""
    reader = reading.reader
    may_change = acts.may(one, reader)
    make = partial(acts.form, record=one, reader=reader, reading=reading)
    return {
        act.name: ShownAct(
            act.label or acts.row(act).label,
            act.button or act.label or acts.row(act).label,
            refused.get(act.name) or make(act),
            _address(one, _name(acts, act)),
            acts.lifecycle.why_not(one, act.name),
        )
        for act in acts.acts
        if act.name in refused or (may_change and reader.can(acts.right(act)))
    }
