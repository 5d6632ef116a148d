"""A member whom an acknowledgement campaign asks, with the request that they sign."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.documents.campaign_choices import ReaderState
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.version import DocumentVersion
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.request import SigningState
from waymark.trail.door import Recorded


class CampaignReaderQuerySet(InOrganisationQuerySet["CampaignReader"]):
    """Questions about members who are asked to read."""

    def current(self) -> Self:
        """Return those who are asked for the version that their campaign asks for now."""
        return self.filter(document_version=models.F("campaign__document_version"))

    def of_campaign(self, campaign: Campaign) -> Self:
        """Return those of one campaign, for the version that it asks for now."""
        return self.filter(campaign=campaign, document_version=campaign.document_version_id)

    def with_state(self) -> Self:
        """Say of each how they stand, as `reading_state`, and when they signed, as `read_at`; within the same query.

        Only the member's own signature counts: a request that went to somebody else asks them no longer.
        """
        mine = models.Q(item__request__owner=models.F("member"))
        waits = models.Q(item__outcome=Outcome.PENDING, item__request__state=SigningState.OPEN)
        signed = models.Q(item__signature__member=models.F("member"))
        return self.annotate(
            reading_state=models.Case(
                models.When(signed, then=models.Value(ReaderState.SIGNED)),
                models.When(member__left_on__isnull=False, then=models.Value(ReaderState.LEFT)),
                models.When(mine & waits, then=models.Value(ReaderState.OPEN)),
                models.When(mine & models.Q(item__outcome=Outcome.RETURNED), then=models.Value(ReaderState.RETURNED)),
                default=models.Value(ReaderState.UNASKED),
                output_field=models.CharField(),
            ),
            read_at=models.Case(models.When(signed, then=models.F("item__signature__signed_at")), default=None),
        )

    def by_name(self) -> Self:
        """Return them by the names of members."""
        return self.order_by("member__name", "pk")


class CampaignReader(InOrganisation, Recorded):
    """That a member is asked by a campaign to read one version; a later version is asked for by another row."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="readers", verbose_name=_("acknowledgement campaign")
    )
    document_version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version")
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    item = models.ForeignKey(SigningItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("request"))

    objects = CampaignReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("member asked to read")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "document_version", "member"], name="documents_campaign_reader_once"
            ),
        ]

    def __str__(self) -> str:
        """Return how the trail calls it."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def key(self) -> str:
        """Return what tells it from others in lists: the campaign and the member."""
        return f"{self.campaign.reference}-{self.member_id}"
