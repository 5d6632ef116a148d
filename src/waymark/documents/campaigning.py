"""Acts on acknowledgement campaigns: who is asked, and what becomes of their requests; each is one transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.role import AimsRole
from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.documents.campaign_choices import Audience, NobodyToAsk, NoNewerVersion
from waymark.documents.changing import KIND
from waymark.documents.choices import VersionState
from waymark.documents.events import CampaignEvent
from waymark.documents.models.campaign import LIFECYCLE, Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.models.version import DocumentVersion
from waymark.documents.refusals import NothingToRead
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.signing.asking import ItemDraft
from waymark.signing.many import ManyDraft, ask_many, reschedule_many, withdraw_many
from waymark.signing.meanings import Meaning
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.request import SigningRequest, SigningState
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """Which version is to be read, by whom and by when."""

    document_version: DocumentVersion
    due_on: dt.date
    audience: str
    roles: Sequence[str] = ()
    aims_role: AimsRole | None = None
    chosen: Sequence[Member] = ()
    message: str = ""
    owner: Member | None = None


def start(organisation: Organisation, draft: CampaignDraft, *, by: Member | Actor) -> Campaign:
    """Ask an audience to read a version in force.

    Raises NothingToRead, NobodyToAsk, CampaignDayPast and OwnerHasLeft.
    """
    with transaction.atomic():
        lock_chain(organisation.pk)
        require_active([draft.owner] if draft.owner is not None else [])
        version = _require_effective(draft.document_version)
        one = Campaign(
            organisation=organisation,
            number=next_number(organisation, Campaign.prefix),
            title=f"{version.title}, {version.called}"[:200],
            document_version=version,
            audience=draft.audience,
            roles=sorted(set(draft.roles)) if draft.audience == Audience.ROLES else [],
            aims_role=draft.aims_role if draft.audience == Audience.AIMS_ROLE else None,
            chosen=sorted({member.pk for member in draft.chosen}) if draft.audience == Audience.CHOSEN else [],
            message=normal(draft.message),
            due_on=draft.due_on,
            owner=draft.owner,
        )
        one.require_day(draft.due_on)
        one.commit(CampaignEvent.STARTED, by=by)
        _ask(one, audience_of(one), {}, by=by)
    return one


def extend(campaign: Campaign, due_on: dt.date, *, by: Member | Actor) -> None:
    """Ask by another day whoever has not signed yet. Raises CampaignClosed and CampaignDayPast."""
    with transaction.atomic():
        lock_chain(campaign.organisation_id)
        campaign.extend(due_on, by=by)
        reschedule_many(_open_requests(campaign), due_on, by=by)


def widen(campaign: Campaign, *, by: Member | Actor) -> int:
    """Ask who is in the audience and not asked yet; return how many that are.

    Raises CampaignClosed, NothingToRead and NobodyToAsk.
    """
    with transaction.atomic():
        lock_chain(campaign.organisation_id)
        LIFECYCLE.require(campaign, "widen")
        _require_effective(campaign.document_version)
        known = _known(campaign)
        missing = _missing(campaign, known)
        campaign.widen(by=by)
        _ask(campaign, missing, known, by=by)
    return len(missing)


def carry_on(campaign: Campaign, due_on: dt.date, *, by: Member | Actor) -> None:
    """Ask the audience to read the version that took effect meanwhile; what is open on the earlier one is withdrawn.

    Raises CampaignClosed, NoNewerVersion, CampaignDayPast and NobodyToAsk.
    """
    with transaction.atomic():
        lock_chain(campaign.organisation_id)
        LIFECYCLE.require(campaign, "carry_on")
        newer = newer_version(campaign)
        if newer is None:
            raise NoNewerVersion(
                _("%(reference)s asks for the version in force already, or none is in force.")
                % {"reference": campaign.reference},
                way_out=_("Wait until a new version takes effect, or close the campaign."),
            )
        withdraw_many(_open_requests(campaign), _("A new version took effect."), by=by)
        campaign.carry_on(newer, due_on, by=by)
        _ask(campaign, audience_of(campaign), {}, by=by)


def close(campaign: Campaign, *, reason: str, by: Member | Actor) -> None:
    """Ask nobody any more; open requests are withdrawn. Raises CampaignClosed."""
    with transaction.atomic():
        lock_chain(campaign.organisation_id)
        campaign.close(reason=reason, by=by)
        withdraw_many(_open_requests(campaign), campaign.closed_reason, by=by)


def audience_of(campaign: Campaign) -> list[Member]:
    """Return who is in the audience today, by name; one query."""
    rows = Member.objects.of(campaign.organisation).active().by_name()
    if campaign.audience == Audience.CHOSEN:
        chosen = set(campaign.chosen)
        return [one for one in rows if one.pk in chosen]
    if campaign.audience == Audience.ROLES:
        wanted = set(campaign.roles)
        return [one for one in rows if wanted & set(one.roles)]
    if campaign.audience == Audience.AIMS_ROLE:
        today = day_in(campaign.organisation.time_zone)
        held = RoleAssignment.objects.of(campaign.organisation).filter(role=campaign.aims_role_id).running_on(today)
        rows = rows.filter(pk__in=held.values("member"))
    return list(rows)


def missing_from(campaign: Campaign) -> list[Member]:
    """Return who is in the audience and not asked for the version in question, by name; two queries."""
    return _missing(campaign, _known(campaign))


def newer_version(campaign: Campaign) -> DocumentVersion | None:
    """Return the version of the document in force, where it is another one than the campaign asks for; one query."""
    asked = campaign.document_version
    rows = DocumentVersion.objects.of(campaign.organisation).effective().filter(document=asked.document_id)
    found: DocumentVersion | None = rows.exclude(pk=asked.pk).select_related("document").first()
    return found


def _require_effective(version: DocumentVersion) -> DocumentVersion:
    # Whoever waited for the lock sees what the version has become meanwhile.
    state = DocumentVersion.objects.filter(pk=version.pk).values_list("state", flat=True).first()
    if state != VersionState.EFFECTIVE:
        raise NothingToRead(
            _("%(version)s of “%(title)s” is not in force, so nobody can acknowledge it.")
            % {"version": version.called, "title": version.title},
            way_out=_("Choose the version in force."),
        )
    return version


def _known(campaign: Campaign) -> dict[int, CampaignReader]:
    rows: Any = CampaignReader.objects.of(campaign.organisation).of_campaign(campaign).with_state()
    return {one.member_id: one for one in rows.select_related("organisation")}


def _missing(campaign: Campaign, known: dict[int, CampaignReader]) -> list[Member]:
    def is_asked(member: Member) -> bool:
        row: Any = known.get(member.pk)
        return row is not None and row.reading_state != "unasked"

    return [one for one in audience_of(campaign) if not is_asked(one)]


def _open_requests(campaign: Campaign) -> list[SigningRequest]:
    readers = CampaignReader.objects.of(campaign.organisation)
    rows = SigningRequest.objects.of(campaign.organisation).open()
    rows = rows.filter(pk__in=readers.of_campaign(campaign).values("item__request"))
    # Another campaign that still runs may ask the same member by the same request: it is not ours alone to change.
    running = Campaign.objects.of(campaign.organisation).running().exclude(pk=campaign.pk)
    shared = readers.filter(campaign__in=running, item__isnull=False)
    rows = rows.exclude(pk__in=shared.values("item__request"))
    return list(rows.select_related("organisation").order_by("number"))


def _ask(
    campaign: Campaign, members: Sequence[Member], known: dict[int, CampaignReader], *, by: Member | Actor
) -> None:
    """Ask some members, all at once; whoever has signed the version, or is asked to elsewhere, is not asked twice."""
    if not members:
        raise NobodyToAsk(
            _("Nobody of the audience is left to ask."), way_out=_("Choose another audience, or wait until it grows.")
        )
    organisation, version = campaign.organisation, campaign.document_version
    there = _there(organisation, version)
    missing = [one for one in members if one.pk not in there]
    draft = ManyDraft(
        title=f"{Meaning.READ.label}: {campaign.title}",
        due_on=campaign.due_on,
        item=ItemDraft(KIND, version.pk, Meaning.READ),
        note=campaign.message,
    )
    there |= dict(zip([one.pk for one in missing], ask_many(organisation, draft, missing, by=by), strict=True))
    again = [known[one.pk] for one in members if one.pk in known]
    for row in again:
        row.item = there[row.member_id]
    commit_all(again, CampaignEvent.READER_ASKED_AGAIN, by=by)
    rows = [
        CampaignReader(
            organisation=organisation, campaign=campaign, document_version=version, member=one, item=there[one.pk]
        )
        for one in members
        if one.pk not in known
    ]
    commit_all(rows, CampaignEvent.READER_ASKED, by=by)


def _there(organisation: Organisation, version: DocumentVersion) -> dict[int, SigningItem]:
    """Return the items by which members have read exactly this version, or are asked to, by key of the member."""
    items = SigningItem.objects.of(organisation).about(KIND, version.pk).filter(meaning=Meaning.READ)
    signed = items.filter(outcome=Outcome.SIGNED).select_related("signature")
    waits = items.filter(outcome=Outcome.PENDING, request__state=SigningState.OPEN).select_related("request")
    found = {one.request.owner_id: one for one in waits}
    return found | {one.signature.member_id: one for one in signed}
