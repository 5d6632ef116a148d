"""The one way from a form to a verb to an answer."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseBase

from waymark.core.errors import RuleBroken
from waymark.core.forms import KEY, VERSION
from waymark.people.interrupted import is_restored
from waymark.people.models.member import Member
from waymark.people.models.submission import Submission
from waymark.people.policy import OrganisationRequest
from waymark.trail.chain import lock_chain
from waymark.trail.door import Recorded, StaleRecord

T = TypeVar("T")
F = TypeVar("F", bound=forms.Form)
Typed = dict[str, Any]


def submit(  # noqa: PLR0913 -- what is done, and one answer for each way it can end
    request: HttpRequest,
    form: F,
    act: Callable[[Typed], T],
    *,
    on_refusal: Callable[[F], HttpResponseBase],
    done: Callable[[Any], HttpResponseBase],
    record: Recorded | None = None,
    on_stale: Callable[[F, StaleRecord], HttpResponseBase] | None = None,
) -> HttpResponseBase:
    """Do one act with what a form says, and answer. A form that nobody has sent yet is shown as it is.

    What the form or the domain refuses is shown by `on_refusal` in the form it came from (status 422), beside the field
    that the refusal names; what was typed stays in it. A form that carries the version it was read at is held against
    `record`: a lost race rises as StaleRecord, which the edge answers with both versions (409), unless what is stored
    now is what was sent, as after a double click, or `on_stale` answers on the page itself. Without a record the act is
    given the version. A form that carries a key (`NewForm`) makes its record once, however often it is sent. `done`
    answers after success with a redirect (303); it is given what the act returned, or None where nothing was left to
    do.
    """
    # A form that met the sign-in is shown as it was typed; nothing is done before it is sent again.
    restored = is_restored(request)
    if not form.is_valid() or restored:
        return on_refusal(form)
    typed = dict(form.cleaned_data)
    key = typed.pop(KEY, None)
    try:
        if record is not None and (version := typed.pop(VERSION, None)) is not None:
            record.read_at(version)
        result = once(_member(request), key, lambda: act(typed)) if key else act(typed)
    except StaleRecord as stale:
        if record is not None and _is_stored(stale.theirs, typed):
            return done(None)
        if on_stale is None:
            raise
        return on_stale(form, stale)
    except RuleBroken as broken:
        field = broken.field if broken.field in form.fields else None
        form.add_error(field, ValidationError(refusal_text(broken), code=broken.code))
        return on_refusal(form)
    except ValidationError as invalid:
        form.add_error(None, invalid.messages)
        return on_refusal(form)
    return done(result)


def _member(request: HttpRequest) -> Member:
    return cast("OrganisationRequest", request).member


def refusal_text(broken: RuleBroken) -> str:
    """Return a refusal as one text: the sentence and the way out."""
    return " ".join(str(part) for part in (broken.message, broken.way_out) if part)


def once(member: Member, key: str, act: Callable[[], T]) -> T:
    """Return what an act makes, or what it made when the same key was sent before by the same member.

    Two sendings of one key wait for each other; the second is given what the first has made. `act` returns a record.
    """
    with transaction.atomic():
        lock_chain(member.organisation_id)
        there = Submission.objects.of(member.organisation).filter(member=member, key=key).first()
        if there is not None:
            return cast("T", there.record())
        made = act()
        if isinstance(made, models.Model):
            Submission.remember(member, key, made)
    return made


def _is_stored(theirs: Any, typed: Typed) -> bool:
    """Return whether a record says already what was sent, field for field."""
    return (
        theirs is not None
        and bool(typed)
        and all(hasattr(theirs, name) and _same(getattr(theirs, name), value) for name, value in typed.items())
    )


def _same(stored: Any, sent: Any) -> bool:
    return bool(stored == sent) or (stored in (None, "") and sent in (None, ""))
