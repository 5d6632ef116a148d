"""Signing: each version of a request is signed or returned, all at once, on one proof of presence."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.clock import now
from waymark.core.text import normal
from waymark.people.models.member import Member
from waymark.signing.asking import KIND
from waymark.signing.events import SigningEvent
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.request import SIGNING_LIFECYCLE, SigningRequest
from waymark.signing.models.signature import Signature
from waymark.signing.presence import Presence, require_presence
from waymark.signing.refusals import NotTheSigner, OutcomeMissing, VersionChanged
from waymark.signing.signables import signable, subject_of
from waymark.trail.chain import lock_chain
from waymark.work.notify import notify


@dataclass(frozen=True, slots=True)
class Decision:
    """What a signer decided on one version: sign it, or what should change. `sha256` is that of what they saw."""

    outcome: str
    sha256: str
    remark: str = ""


def answer(
    request: SigningRequest, decisions: Mapping[int, Decision], *, by: Member, presence: Presence | None
) -> list[Signature]:
    """Sign or return each pending version of a request, by key of its item; all of them or none.

    Raises RequestClosed, NotTheSigner, PresenceMissing, OutcomeMissing, VersionChanged, and what the kinds refuse.
    """
    with transaction.atomic():
        lock_chain(request.organisation_id)
        SIGNING_LIFECYCLE.require(request, "answer")
        if by.pk != request.owner_id:
            raise NotTheSigner(
                _("The signature of %(name)s is requested.") % {"name": request.owner.name},
                way_out=_("Ask an AIMS manager to reassign the request."),
            )
        proved = require_presence(presence, request.organisation)
        items = list(SigningItem.objects.of(request.organisation).filter(request=request).in_order())
        pending = [one for one in items if one.is_pending]
        given = [_decide(one, decisions.get(one.pk), by, proved) for one in pending]
        request.close_answered(by=by)
        for item, signature in zip(pending, given, strict=True):
            kind = signable(item.kind)
            kind.signed(signature, by) if signature is not None else kind.returned(item, by)
        _notify_asker(request, pending)
    return [one for one in given if one is not None]


def _decide(item: SigningItem, decision: Decision | None, by: Member, presence: Presence) -> Signature | None:
    if decision is None or decision.outcome not in {Outcome.SIGNED, Outcome.RETURNED}:
        raise OutcomeMissing(_("Choose for each version: sign it, or request changes."))
    subject = subject_of(item.organisation, item.kind, item.record_id)
    if subject is None or not (subject.sha256 == item.sha256 == decision.sha256):
        raise VersionChanged(
            _("“%(title)s” has changed since it was put before you. Nothing was signed.") % {"title": item.title},
            way_out=_("Reload the page, and ask for a new request if this version is gone."),
        )
    if decision.outcome == Outcome.RETURNED:
        if not normal(decision.remark):
            raise OutcomeMissing(_("Say what should change in “%(title)s”.") % {"title": item.title})
        item.give_back(decision.remark, by=by)
        return None
    refusal = signable(item.kind).refusal(by, item.record_id, item.meaning)
    if refusal is not None:
        raise refusal
    item.sign(by=by)
    signature = Signature(
        organisation=item.organisation,
        item=item,
        member=by,
        name=by.name,
        role=role_of(by),
        kind=item.kind,
        record_id=item.record_id,
        title=item.title,
        meaning=item.meaning,
        consent=item.consent,
        sha256=item.sha256,
        means=presence.means,
        proved_at=presence.proved_at,
        signed_at=now(),
    )
    signature.commit(SigningEvent.SIGNED, by=by)
    return signature


def role_of(member: Member) -> str:
    """Return what a member is, in words: the post if one is known, and the roles."""
    return ", ".join(one for one in (member.post, *member.role_labels) if one) or _("Member")


def _notify_asker(request: SigningRequest, items: list[SigningItem]) -> None:
    asker = request.asked_by
    if asker is None or asker.pk == request.owner_id:
        return
    named = {"name": request.owner.name, "reference": request.reference, "title": request.title}
    is_returned = any(one.outcome == Outcome.RETURNED for one in items)
    sentence = (
        _("%(name)s requests changes on %(reference)s: %(title)s")
        if is_returned
        else _("%(name)s signed %(reference)s: %(title)s")
    )
    notify(asker, sentence % named, about=(KIND, request.pk))
