"""The kinds of acknowledgement campaigns as others name them, as members own them, and what of them members owe.

Who is asked to read owes a signature, as anybody who is asked to sign does (`signing.owed`): nothing is asked twice.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records.describing import kind_of, part_of
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work.daily import reminding_of
from waymark.work.owed import Consequence, OwedSource, owed_rows, shown_as
from waymark.work.owned import owned_kind

_READER: Final = "documents.campaignreader"


def _readers(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = CampaignReader.objects.of(reader.organisation).filter(pk__in=keys)
    slug = reader.organisation.slug
    return {
        pk: RecordLine(_READER, pk, f"{Campaign.prefix}-{n}", name, reverse("campaign", args=[slug, n]))
        for pk, n, name in rows.values_list("pk", "campaign__number", "member__name")
    }


CAMPAIGN: Final = kind_of(
    Campaign,
    word="campaign",
    address="campaign",
    offers=lambda rows: rows.running(),  # type: ignore[attr-defined]
    parts=(part_of(_READER, _("Members asked to read"), CampaignReader.objects, "campaign"),),
)
READER: Final = RecordKind(kind=_READER, word="campaign-reader", label=_("Member asked to read"), look_up=_readers)
CAMPAIGNS_OWNED: Final = owned_kind(
    Campaign,
    CAMPAIGN,
    need=_("See that everybody who is asked has signed by its day, then close it."),
    due_on="due_on",
)


def _owed(member: Member, _today: dt.date) -> Any:
    rows = Campaign.objects.of(member.organisation).running().owned_by(member)
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="due_on")


CAMPAIGNS_OWED: Final = OwedSource(
    name="campaigns",
    label=_("Acknowledgement campaigns"),
    rows=_owed,
    show=shown_as(_("Acknowledgement campaign"), CAMPAIGN),
)
CAMPAIGNS_REMINDED: Final = reminding_of(
    CAMPAIGN, lambda organisation, day: Campaign.objects.of(organisation).due_by(day), due_on="due_on"
)
