"""Approving the scope: by a signature on exactly one version, given by who may approve it (4.3, 5.1, 7.5.2)."""

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.context.events import ScopeEvent
from waymark.context.models.scope_version import KIND, ScopeVersion
from waymark.context.scope_content import canonical_text, sections_of
from waymark.context.scope_editing import named_today
from waymark.context.scope_life import LIFECYCLE, ScopeState
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.signing.asking import ItemDraft, SigningDraft, ask_to_sign
from waymark.signing.meanings import Meaning
from waymark.signing.models.item import SigningItem
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature
from waymark.signing.signables import Signable, Subject
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.models import Entry

_WRITING: Final = (ScopeEvent.DRAFTED, ScopeEvent.EDITED)


class NotAnApprover(RuleBroken):
    """The scope is approved by top management, or by AIMS managers where a rule says so."""

    code = "scope-approver"


class OnlyAuthorApproves(RuleBroken):
    """Where the organisation separates the two, a version is not approved by its only author."""

    code = "only-author-approves"


def may_approve(member: Member, rules: SigningRules) -> bool:
    """Return whether a member may approve the scope by the rules of the organisation."""
    return member.can(Can.APPROVE) or (rules.managers_approve and member.can(Can.MANAGE_AIMS))


def request_approval(  # noqa: PLR0913 -- one argument for each field
    scope: ScopeVersion,
    *,
    signer: Member,
    due_on: dt.date,
    next_review_on: dt.date,
    wanted_from: dt.date | None = None,
    note: str = "",
    by: Any,
) -> SigningRequest:
    """Put a draft before an approver as it is now.

    Raises ScopeNotDraft, ScopeIncomplete, EffectiveTooEarly, ScopeReviewDateWrong, NotAnApprover, OnlyAuthorApproves,
    OwnerHasLeft, and what the scope names that is not in use any more.
    """
    with transaction.atomic():
        lock_chain(scope.organisation_id)
        LIFECYCLE.require(scope, "request_approval")
        named = named_today(scope)
        scope.put_in_review(named=named, wanted_from=wanted_from, next_review_on=next_review_on, by=by)
        title = _("Scope of the AIMS, version %(number)s") % {"number": scope.version_number}
        items = [ItemDraft(KIND, scope.pk, Meaning.APPROVED)]
        draft = SigningDraft(title=title, signer=signer, due_on=due_on, items=items, note=note)
        return ask_to_sign(scope.organisation, draft, by=by)


def record_approval(scope: ScopeVersion, *, by: Acts, **known: Any) -> None:
    """Keep an approval that was given outside; `known` is what `ScopeVersion.record_approval` takes, and it raises."""
    LIFECYCLE.require(scope, "record_approval")
    scope.record_approval(named=named_today(scope), by=by, **known)


def is_only_author(member: Member, scope: ScopeVersion) -> bool:
    """Return whether nobody but a member drafted and edited a version, as the trail has it."""
    entries = Entry.objects.of(scope.organisation).about(scope).filter(event__in=_WRITING)
    authors = set(entries.order_by().values_list("actor_kind", "actor_id").distinct())
    return authors == {("member", member.pk)}


def _find(organisation: Organisation, pk: int) -> ScopeVersion | None:
    found = ScopeVersion.objects.of(organisation).filter(pk=pk).first()
    if found is not None:
        found.organisation = organisation
    return found


def _subject(organisation: Organisation, pk: int) -> Subject | None:
    scope = _find(organisation, pk)
    if scope is None:
        return None
    return Subject(
        reference=scope.reference,
        title=_("Scope of the AIMS"),
        version=scope.version_number,
        content=canonical_text(scope).encode(),
        url=reverse("scope", args=[organisation.slug, scope.number]),
        shown=sections_of(scope),
    )


def _refusal(member: Member, pk: int, meaning: str) -> RuleBroken | None:
    if meaning != Meaning.APPROVED:
        return None
    rules = SigningRules.objects.in_force(member.organisation)
    if not may_approve(member, rules):
        return NotAnApprover(
            _("%(name)s may not approve the scope.") % {"name": member.name},
            way_out=_("Ask top management, or change the rules on signatures."),
        )
    scope = _find(member.organisation, pk)
    if scope is None:
        return None
    if rules.separates_approval and is_only_author(member, scope):
        return OnlyAuthorApproves(
            _("%(name)s is the only author of this version, and cannot approve it.") % {"name": member.name},
            way_out=_("Ask someone else to approve it."),
        )
    return _names_what_is_gone(scope) if scope.state == ScopeState.IN_REVIEW else _not_in_review(scope)


def _names_what_is_gone(scope: ScopeVersion) -> RuleBroken | None:
    """Return that it names what was retired since it was put in review; None where it does not."""
    try:
        named_today(scope)
    except RuleBroken as broken:
        return broken
    return None


def _not_in_review(scope: ScopeVersion) -> RuleBroken | None:
    try:
        LIFECYCLE.require(scope, "approve")
    except RuleBroken as broken:
        return broken
    return None


def _signed(signature: Signature, by: Member) -> None:
    scope = _find(by.organisation, signature.record_id)
    if scope is not None and signature.meaning == Meaning.APPROVED:
        scope.approve(is_self_approved=is_only_author(by, scope), by=by)


def _returned(item: SigningItem, by: Member) -> None:
    scope = _find(by.organisation, item.record_id)
    if scope is not None and scope.is_in_review:
        scope.give_back(remark=item.remark, by=by)


SIGNABLE: Final = Signable(
    kind=KIND,
    subject=_subject,
    template="context/_scope_signed.html",
    refusal=_refusal,
    signed=_signed,
    returned=_returned,
)
