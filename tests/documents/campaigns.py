"""Ground for tests of acknowledgement campaigns."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tests.examples_external import effective, take_effect
from tests.signing import subjects
from waymark.core.clock import day_in
from waymark.documents import campaigning, changing
from waymark.documents.campaign_choices import Audience
from waymark.documents.campaigning import CampaignDraft
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.signing.answering import answer
from waymark.signing.models.request import SigningRequest


def today() -> dt.date:
    return day_in("UTC")


def started(by: Member, version: DocumentVersion | None = None, **given: Any) -> Campaign:
    """Return a campaign on a version in force, for every member unless told otherwise."""
    known: dict[str, Any] = {"audience": Audience.EVERYBODY, "due_on": today() + dt.timedelta(days=14), **given}
    draft = CampaignDraft(document_version=version or effective(by, 1), **known)
    return campaigning.start(by.organisation, draft, by=by)


def sign(campaign: Campaign, member: Member) -> None:
    """Let a member sign what the campaign asks of them."""
    row = CampaignReader.objects.of(campaign.organisation).of_campaign(campaign).get(member=member)
    request = SigningRequest.objects.get(pk=row.item.request_id)
    answer(request, subjects.decided(request), by=request.owner, presence=subjects.presence())


def next_version(campaign: Campaign, by: Member) -> DocumentVersion:
    """Let a newer version of the document of a campaign take effect."""
    changing.draft_version(campaign.document_version.document, reason="The law changed.", by=by)
    return take_effect(campaign.document_version.document, by)


def states(campaign: Campaign) -> dict[str, str]:
    """Return how each member stands, by name."""
    rows: Any = CampaignReader.objects.of(campaign.organisation).of_campaign(campaign).with_state()
    return {one.member.name: one.reading_state for one in rows.select_related("member")}


def requests_of(member: Member) -> Sequence[SigningRequest]:
    return list(SigningRequest.objects.of(member.organisation).owned_by(member).order_by("number"))
