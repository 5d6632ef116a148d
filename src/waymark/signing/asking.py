"""Putting exact versions before a member who is to sign them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.signing.events import SigningEvent
from waymark.signing.models.item import SigningItem
from waymark.signing.models.request import SigningRequest
from waymark.signing.refusals import NothingToSign
from waymark.signing.signables import Subject, signable, subject_of
from waymark.trail.actors import Actor
from waymark.work.notify import notify

KIND = "signing.signingrequest"


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A version, by kind and key, and what its signature would mean."""

    kind: str
    record_id: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDraft:
    """Who is asked to sign what, by when."""

    title: str
    signer: Member
    due_on: dt.date
    items: Sequence[ItemDraft]
    note: str = ""


def ask_to_sign(organisation: Organisation, draft: SigningDraft, *, by: Member | Actor) -> SigningRequest:
    """Ask a member to sign some versions as they are now; one request, with an outcome for each.

    Raises NothingToSign, OwnerHasLeft, and what the kind refuses this signer.
    """
    if not draft.items:
        raise NothingToSign(_("A request for a signature needs at least one version."))
    with transaction.atomic():
        require_active([draft.signer])
        request = SigningRequest(
            organisation=organisation,
            number=next_number(organisation, SigningRequest.prefix),
            title=normal(draft.title)[:200],
            note=normal(draft.note),
            owner=draft.signer,
            asked_by=by if isinstance(by, Member) else None,
            due_on=draft.due_on,
        )
        request.commit(SigningEvent.ASKED, by=by)
        for position, one in enumerate(draft.items, start=1):
            _add(request, position, one, by=by)
        if request.asked_by_id != request.owner_id:
            sentence = _("%(name)s asks for your signature: %(title)s")
            notify(request.owner, sentence % {"name": by.actor.name, "title": request.title}, about=(KIND, request.pk))
    return request


def _add(request: SigningRequest, position: int, draft: ItemDraft, *, by: Member | Actor) -> None:
    subject = _there(request.organisation, draft)
    refusal = signable(draft.kind).refusal(request.owner, draft.record_id, draft.meaning)
    if refusal is not None:
        raise refusal
    SigningItem(
        organisation=request.organisation,
        request=request,
        position=position,
        kind=draft.kind,
        record_id=draft.record_id,
        title=f"{subject.reference} {subject.version} {subject.title}"[:300],
        sha256=subject.sha256,
        meaning=draft.meaning,
    ).commit(SigningEvent.ITEM_ADDED, by=by)


def _there(organisation: Organisation, draft: ItemDraft) -> Subject:
    subject = subject_of(organisation, draft.kind, draft.record_id)
    if subject is None:
        raise NothingToSign(_("A version that was to be signed does not exist."), way_out=_("Reload the page."))
    return subject
