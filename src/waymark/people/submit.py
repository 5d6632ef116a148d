"""The one way from a form to a verb to an answer."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.forms import KEY, SIGNED_IN_AS, VERSION
from waymark.people.interrupted import is_restored
from waymark.people.models.access import digest
from waymark.people.models.member import Member
from waymark.people.models.submission import Submission
from waymark.trail.chain import lock_chain
from waymark.trail.door import Recorded, StaleRecord

T = TypeVar("T")
F = TypeVar("F", bound=forms.Form)
Typed = dict[str, Any]


class KeyReused(RuleBroken):
    """A key names one sending; another one under it would be taken for a repetition."""

    code = "key-reused"


def submit(  # noqa: PLR0913 -- one argument for each thing that differs
    request: HttpRequest,
    form: F,
    act: Callable[[Typed], T],
    *,
    on_refusal: Callable[[F], HttpResponseBase],
    done: Callable[[Any], HttpResponseBase],
    record: Recorded | None = None,
    changes: models.Model | None = None,
    on_stale: Callable[[F, StaleRecord], HttpResponseBase] | None = None,
) -> HttpResponseBase:
    """Do one act with what a form says, and answer. A form that nobody has sent yet is shown as it is.

    What the form or the domain refuses is shown by `on_refusal` in the form it came from (status 422), beside the field
    that the refusal names; what was typed stays in it. A form that carries the version it was read at is held against
    `record`: a lost race rises as StaleRecord, which the edge answers with both versions (409), unless the same member
    sent just this before, as by a double click, or what is stored now is what was sent, or `on_stale` answers on the
    page itself. A form that carries a key (`NewForm`) makes its record once, however often it is sent; with other
    content, as after going back in the browser, it makes another one. Without a record the act is given the version;
    `changes` names what a form changes that carries the versions of many records; it has its effect once, too.
    `done` answers after success with a redirect (303); it is given what the act returned, or None where nothing was
    left to do.
    """
    # A form that met the sign-in is shown as it was typed; nothing is done before it is sent again.
    restored = is_restored(request)
    if not form.is_valid() or restored:
        return on_refusal(form)
    typed = dict(form.cleaned_data)
    key = typed.pop(KEY, None)
    version = None if record is None else typed.pop(VERSION, None)

    def perform() -> T:
        if record is not None and version is not None:
            record.read_at(version)
        return act(typed)

    member: Member | None = getattr(request, "member", None)
    changed = record if version is not None else changes
    try:
        if member is not None and (key or changed is not None):
            result = once(member, _sending(request), perform, changed=changed)
        else:
            result = perform()
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


def _sending(request: HttpRequest) -> str:
    # These differ each time a page is shown.
    passing = {"csrfmiddlewaretoken", SIGNED_IN_AS}
    sent = [(name, one) for name, some in request.POST.lists() for one in some if name not in passing]
    files = [(name, _fingerprint(one)) for name, some in request.FILES.lists() for one in some]
    return digest(f"{request.get_full_path()} {urlencode(sorted(sent))} {urlencode(sorted(files))}")


def _fingerprint(file: "UploadedFile[Any]") -> str:
    """Return what tells one file from another: the same words with another file are another sending."""
    read = hashlib.sha256()
    for chunk in file.chunks():
        read.update(chunk)
    file.seek(0)
    return f"{file.name} {read.hexdigest()}"


def refusal_text(broken: RuleBroken) -> str:
    """Return a refusal as one text: the sentence and the way out."""
    return " ".join(str(part) for part in (broken.message, broken.way_out) if part)


def once(
    member: Member, key: str, act: Callable[[], T], *, content: str = "", changed: models.Model | None = None
) -> Any:
    """Return what an act makes, or what it made when the same key was sent before by the same member.

    Two sendings of one key wait for each other; the second is given what the first has made. `act` returns a record,
    or `changed` names the one that it changes: the second sending is then given None. Raises KeyReused where `content`
    is not what came with the key before.
    """
    with transaction.atomic():
        lock_chain(member.organisation_id)
        there = Submission.objects.of(member.organisation).filter(member=member, key=key).first()
        if there is not None and there.content != content:
            raise KeyReused(
                _("This key was already used for another request. Nothing was saved."),
                way_out=_("Use a new key for each new record, and repeat a key only to repeat its request."),
            )
        if there is not None:
            return there.record() if changed is None else None
        made = act()
        kept = made if changed is None else changed
        if isinstance(kept, models.Model):
            Submission.remember(member, key, kept, content)
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
