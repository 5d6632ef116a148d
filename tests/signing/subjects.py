"""Suppliers as something to sign, so that the ceremony is tested without the packages that use it."""

import datetime as dt
from typing import Any

from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in, now
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.signing.answering import Decision, answer
from waymark.signing.asking import ItemDraft, SigningDraft, ask_to_sign
from waymark.signing.meanings import Meaning, Means
from waymark.signing.models.item import Outcome
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.signature import Signature
from waymark.signing.presence import Presence
from waymark.signing.signables import Signable, Subject, register

KIND = "context.supplier"
ANNOUNCED: dict[int, list[str]] = {}
"""What was announced about a supplier, by its key."""


def _subject(organisation: Organisation, pk: int) -> Subject | None:
    one = Supplier.objects.of(organisation).filter(pk=pk).first()
    if one is None:
        return None
    content = f"Supplier {one.reference}\n{one.name}\n{one.supplies}\n".encode()
    url = f"/o/{organisation.slug}/suppliers/{one.number}"
    return Subject(reference=one.reference, title=one.name, version="1", content=content, url=url, shown=one)


class NotApproved(RuleBroken):
    """Only who may approve approves."""

    code = "not-your-role"


def _refusal(member: Member, _pk: int, meaning: str) -> RuleBroken | None:
    if meaning == Meaning.APPROVED and not (member.can(Can.APPROVE) or member.can(Can.MANAGE_AIMS)):
        return NotApproved("This member cannot approve.", way_out="Ask somebody else.")
    return None


def _signed(signature: Any, _by: Any) -> None:
    ANNOUNCED.setdefault(signature.record_id, []).append(signature.meaning)


def _returned(item: Any, _by: Any) -> None:
    ANNOUNCED.setdefault(item.record_id, []).append(item.remark)


SIGNABLE = Signable(
    kind=KIND,
    subject=_subject,
    template="signing/_text.html",
    refusal=_refusal,
    signed=_signed,
    returned=_returned,
)
register(SIGNABLE)


def presence(*, ago: Any = None, means: str = Means.PASSWORD) -> Presence:
    """Return a proof of presence of this moment, or of some time ago."""
    return Presence(means, now() - ago if ago is not None else now())


def supplier(by: Member, name: str = "Cloud host") -> Supplier:
    """Return a supplier to sign."""
    return Supplier.add(by.organisation, owner=None, by=by, name=name, supplies="Servers")


def asked(signer: Member, by: Member, *subjects: Supplier, meaning: str = Meaning.REVIEWED) -> SigningRequest:
    """Return a request for the signature of a member on some suppliers."""
    found = subjects or (supplier(by),)
    items = [ItemDraft(KIND, one.pk, meaning) for one in found]
    draft = SigningDraft(
        title="Read these", signer=signer, due_on=day_in(by.organisation.time_zone) + dt.timedelta(days=7), items=items
    )
    return ask_to_sign(by.organisation, draft, by=by)


def decided(request: SigningRequest, outcome: str = Outcome.SIGNED, remark: str = "") -> dict[int, Decision]:
    """Return the same decision on each version of a request."""
    return {one.pk: Decision(outcome, one.sha256, remark) for one in request.items.all()}


def signed(request: SigningRequest) -> list[Signature]:
    """Sign all of a request, by who was asked."""
    return answer(request, decided(request), by=request.owner, presence=presence())
