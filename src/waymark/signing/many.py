"""One version put before many members at once: requests, items and notices are made in batches."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_numbers
from waymark.signing.asking import KIND, ItemDraft
from waymark.signing.events import SigningEvent
from waymark.signing.models.item import SigningItem
from waymark.signing.models.request import SIGNING_LIFECYCLE, SigningRequest, SigningState
from waymark.signing.refusals import NothingToSign
from waymark.signing.signables import signable, subject_of
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all
from waymark.work.notify import notify_all


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyDraft:
    """What many members are asked to sign, each by a request of their own, and by when."""

    title: str
    due_on: dt.date
    item: ItemDraft
    note: str = ""


def ask_many(
    organisation: Organisation, draft: ManyDraft, signers: Sequence[Member], *, by: Member | Actor
) -> list[SigningItem]:
    """Ask each of some members to sign one version as it is now; return an item for each of them, in their order.

    The kind is asked for the first signer alone whether they may sign it, so this is for meanings that everybody may
    give, such as read and understood; when they sign, the kind is asked for each.
    Raises NothingToSign, OwnerHasLeft, and what the kind refuses.
    """
    if not signers:
        return []
    with transaction.atomic():
        lock_chain(organisation.pk)
        require_active(list(signers))
        subject = subject_of(organisation, draft.item.kind, draft.item.record_id)
        if subject is None:
            raise NothingToSign(_("A version that was to be signed does not exist."), way_out=_("Reload the page."))
        refusal = signable(draft.item.kind).refusal(signers[0], draft.item.record_id, draft.item.meaning)
        if refusal is not None:
            raise refusal
        requests = _requests(organisation, draft, signers, by)
        commit_all(requests, SigningEvent.ASKED, by=by)
        items = [
            SigningItem(
                organisation=organisation,
                request=one,
                position=1,
                kind=draft.item.kind,
                record_id=draft.item.record_id,
                title=f"{subject.reference} {subject.version} {subject.title}"[:300],
                sha256=subject.sha256,
                meaning=draft.item.meaning,
            )
            for one in requests
        ]
        commit_all(items, SigningEvent.ITEM_ADDED, by=by)
        sentence = _("%(name)s asks for your signature: %(title)s") % {"name": by.actor.name, "title": draft.title}
        notified = [one for one in requests if one.owner_id != one.asked_by_id]
        notify_all([(one.owner, sentence, (KIND, one.pk), "") for one in notified])
    return items


def reschedule_many(requests: Sequence[SigningRequest], due_on: dt.date, *, by: Member | Actor) -> None:
    """Ask by another day, all at once. Raises RequestClosed."""
    for one in requests:
        SIGNING_LIFECYCLE.require(one, "reschedule")
        one.due_on = due_on
    commit_all(requests, SigningEvent.RESCHEDULED, by=by)


def withdraw_many(requests: Sequence[SigningRequest], reason: str, *, by: Member | Actor) -> None:
    """Ask no longer, all at once, with one reason. Raises RequestClosed."""
    for one in requests:
        SIGNING_LIFECYCLE.require(one, "withdraw")
        one.state, one.closed_on = SigningState.WITHDRAWN, day_in(one.organisation.time_zone)
    commit_all(requests, SigningEvent.WITHDRAWN, by=by, note=normal(reason))


def _requests(
    organisation: Organisation, draft: ManyDraft, signers: Sequence[Member], by: Member | Actor
) -> list[SigningRequest]:
    numbers = next_numbers(organisation, SigningRequest.prefix, len(signers))
    return [
        SigningRequest(
            organisation=organisation,
            number=number,
            title=normal(draft.title)[:200],
            note=normal(draft.note),
            owner=signer,
            asked_by=by if isinstance(by, Member) else None,
            due_on=draft.due_on,
        )
        for number, signer in zip(numbers, signers, strict=True)
    ]
