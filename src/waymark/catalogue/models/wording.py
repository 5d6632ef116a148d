"""Official wording that a licence holder attaches to a requirement, for their own organisation only."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.events import CatalogueEvent
from waymark.catalogue.models.framework import Requirement
from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.door import AlreadyThere, Recorded, StaleRecord, commit_all

LONGEST_WORDING = 20_000


class WordingWithdrawn(RuleBroken):
    """The wording was withdrawn already."""

    code = "wording-withdrawn"


class WordingQuerySet(InOrganisationQuerySet["Wording"]):
    """Questions about wording."""

    def in_force(self) -> Self:
        """Return what is attached now."""
        return self.filter(withdrawn_at=None)

    def about(self, requirement_id: int) -> Self:
        """Return the wording of one requirement, attached or withdrawn."""
        return self.filter(requirement_id=requirement_id)


class Wording(InOrganisation, Recorded):
    """The text of one requirement as its publisher words it, with the licence that allows to keep it here.

    The text never enters the trail, and withdrawing erases it: a licence may end, a record may not.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+", editable=False)
    text = ProseField(max_length=LONGEST_WORDING, blank=True)
    source = LineField()
    attached_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", editable=False)
    attached_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    concealed = frozenset({"text"})
    labels: ClassVar = {"text": _("Wording"), "source": _("Licence"), "withdrawn_at": _("Withdrawn")}
    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "requirement"], name="catalogue_wording_once"),
            models.CheckConstraint(
                condition=(models.Q(withdrawn_at=None) & ~models.Q(text=""))
                | models.Q(withdrawn_at__isnull=False, text=""),
                name="catalogue_wording_erased",
            ),
        ]

    def __str__(self) -> str:
        """Return where the wording comes from."""
        return self.source

    @classmethod
    def put(
        cls,
        organisation: Organisation,
        requirement_id: int,
        *,
        text: str,
        source: str,
        version: int,
        by: Member,
    ) -> "Wording":
        """Attach or replace, whichever fits; `version` is what the person saw, 0 for nothing.

        Raises StaleRecord where somebody else was first.
        """
        current = cls.objects.of(organisation).about(requirement_id).first()
        if current is not None:
            current.read_at(version).replace(text=text, source=source, by=by)
            return current
        try:
            return cls.attach(organisation, requirement_id, text=text, source=source, by=by)
        except AlreadyThere as race:
            raise StaleRecord from race

    @classmethod
    def attach(
        cls, organisation: Organisation, requirement_id: int, *, text: str, source: str, by: Member
    ) -> "Wording":
        """Attach wording to a requirement that has none in this organisation.

        Raises AlreadyThere where somebody else was first; then `replace` is the verb.
        """
        wording = cls(organisation=organisation, requirement_id=requirement_id)
        wording._set(text, source, by=by, at=now())
        wording.commit(CatalogueEvent.WORDING_ATTACHED, by=by)
        return wording

    def replace(self, *, text: str, source: str, by: Member) -> None:
        """Put other wording in its place, or attach wording again after it was withdrawn."""
        event = CatalogueEvent.WORDING_ATTACHED if self.is_withdrawn else CatalogueEvent.WORDING_REPLACED
        self._set(text, source, by=by, at=now())
        self.commit(event, by=by)

    def withdraw(self, *, by: Member, reason: str) -> None:
        """Erase the wording, keep the record that there was one. Raises WordingWithdrawn the second time."""
        if self.is_withdrawn:
            raise WordingWithdrawn(_("This wording is already withdrawn."))
        self.text, self.withdrawn_at = "", now()
        self.commit(CatalogueEvent.WORDING_WITHDRAWN, by=by, note=reason)

    @classmethod
    def carry(cls, organisation: Organisation, targets: Mapping[int, int], *, by: Acts, note: str) -> int:
        """Attach what is attached to some requirements to those of the next edition, by key; return how many."""
        taken = set(cls.objects.of(organisation).filter(requirement__in=targets.values()).values_list("requirement"))
        rows = cls.objects.of(organisation).filter(requirement__in=targets).order_by("pk")
        moved = [one for one in rows if (targets[one.requirement_id],) not in taken]
        for one in moved:
            one.requirement_id = targets[one.requirement_id]
        commit_all(moved, CatalogueEvent.WORDING_CARRIED, by=by, note=note)
        return len(moved)

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the wording is no longer attached."""
        return self.withdrawn_at is not None

    @property
    def paragraphs(self) -> list[str]:
        """Return the lines of the text that say something."""
        return [line for line in self.text.split("\n") if line.strip()]

    def _set(self, text: str, source: str, *, by: Member, at: dt.datetime) -> None:
        self.text, self.source, self.attached_by, self.attached_at = text, source, by, at
        self.withdrawn_at = None
