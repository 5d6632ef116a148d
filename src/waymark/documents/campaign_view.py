"""What the page of an acknowledgement campaign shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, Value, When

from waymark.documents.campaign_choices import ReaderState
from waymark.documents.campaigning import missing_from, newer_version
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.rights import Role

MOST: Final = 50
"""Members that the page names; the list of all is a page of its own."""
_ORDER: Final = (ReaderState.OPEN, ReaderState.RETURNED, ReaderState.UNASKED, ReaderState.SIGNED, ReaderState.LEFT)


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign with its members, those who have not signed first, and who joined the audience and is not asked."""

    counts: dict[str, int]
    rows: Sequence[Any]
    missing: Sequence[Member]
    newer: DocumentVersion | None
    roles: tuple[str, ...]

    @property
    def signed(self) -> int:
        """Return how many have signed."""
        return self.counts.get(ReaderState.SIGNED, 0)

    @property
    def asked(self) -> int:
        """Return how many were asked; who left without signing is not counted."""
        return sum(self.counts.values()) - self.counts.get(ReaderState.LEFT, 0)

    @property
    def states(self) -> list[tuple[str, Any, int]]:
        """Return each state that somebody is in, in words, with the number of members."""
        return [(one.value, one.label, self.counts[one]) for one in _ORDER if self.counts.get(one)]

    @property
    def is_cut(self) -> bool:
        """Return whether there are more members than the page names."""
        return sum(self.counts.values()) > len(self.rows)


def campaign_view(campaign: Campaign) -> CampaignView:
    """Return what its page shows, by five queries however many members there are."""
    readers: Any = CampaignReader.objects.of(campaign.organisation).of_campaign(campaign).with_state()
    counted = readers.order_by().values_list("reading_state").annotate(number=Count("pk"))
    place = Case(*(When(reading_state=one, then=Value(n)) for n, one in enumerate(_ORDER)), output_field=IntegerField())
    rows = readers.select_related("member", "item__request").annotate(place=place).order_by("place", "member__name")
    return CampaignView(
        counts=dict(counted),
        rows=list(rows[:MOST]),
        missing=missing_from(campaign) if campaign.is_running else (),
        newer=newer_version(campaign) if campaign.is_running else None,
        roles=tuple(str(Role(one).label) for one in campaign.roles),
    )
