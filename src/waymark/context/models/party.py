"""Who is interested in the AIMS: inside, outside, authorities, and people who are only affected (4.2)."""

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ContextEvent
from waymark.context.starter import PartyKind, starter
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.governed import Governed, Owned
from waymark.records.lifecycle import Lifecycle
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, added, retirement, while_in_use
from waymark.records.reviewed import Review, Reviewed
from waymark.trail.actors import Acts


class PartyRetired(RuleBroken):
    """A retired party is kept to be read; nothing is changed on it, and no need is added."""

    code = "party-retired"


class PartyInUse(RuleBroken):
    """Only a retired party can be used again."""

    code = "party-in-use"


def party_kinds() -> list[tuple[str, str]]:
    """Return the kinds of interested party, as the package data has them."""
    return [(one.id, one.title) for one in starter().party_kinds]


LIFECYCLE: Final = Lifecycle(
    name="party",
    label=_("Interested party"),
    states=UseState,
    transitions=(
        added(_("Add interested party"), _("An interested party is added with its kind and its owner.")),
        *while_in_use(
            PartyRetired,
            ("edit", _("Edit"), _("The details of the interested party are changed.")),
            ("need", _("Add need"), _("A need of the interested party is added.")),
            ("give", _("Change owner"), _("The interested party gets another owner, or none.")),
            ("review", _("Review"), _("The result of a review of the party and its needs is recorded.")),
        ),
        *retirement(
            PartyRetired,
            PartyInUse,
            retire=_("The party is no longer interested in the AIMS."),
            reinstate=_("A retired party is interested again, with a reason."),
        ),
    ),
)


class PartyQuerySet(RetirableQuerySet["Party"]):
    """Questions about interested parties."""

    def review_due_by(self, day: dt.date) -> Self:
        """Return those in use whose next review is due by a day."""
        return self.active().filter(next_review_on__lte=day)

    def of_kinds(self, kinds: Collection[str]) -> Self:
        """Return those of some kinds."""
        return self.filter(kind__in=kinds)


class Party(Governed, Owned, Retirable, Reviewed):
    """A person or group that can affect the AIMS, is affected by it, or believes to be."""

    name = LineField(verbose_name=_("name"))
    kind = models.CharField(max_length=40, choices=party_kinds, verbose_name=_("kind"))
    about = ProseField(max_length=2000, blank=True, default="", verbose_name=_("why they matter"))

    prefix = "PTY"
    title_field = "name"
    searched = ("name", "about")
    owner_event = ContextEvent.PARTY_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = PartyQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("interested party")
        verbose_name_plural = _("interested parties")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(kind=""), name="context_party_named"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "next_review_on"], name="context_party_review"),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "Party":
        """Return a new party; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            party = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            party._describe(**known)
            party.commit(ContextEvent.PARTY_ADDED, by=by)
        return party

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises PartyRetired."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.PARTY_EDITED, by=by)

    def review(self, review: Review, *, by: Acts) -> None:
        """Keep what a review came to. Raises PartyRetired and ReviewDateWrong."""
        LIFECYCLE.require(self, "review")
        self.keep_review(review, today=day_in(self.organisation.time_zone))
        self.commit(ContextEvent.PARTY_REVIEWED, by=by, note=self.review_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Count it no longer; it stays to be read. Raises PartyRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(ContextEvent.PARTY_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Count a retired party again. Raises PartyInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(ContextEvent.PARTY_REINSTATED, by=by, note=normal(reason))

    @property
    def described_kind(self) -> PartyKind | None:
        """Return what the package data says of its kind; None for a kind that it no longer has."""
        return starter().party_kind(self.kind)

    @property
    def is_only_affected(self) -> bool:
        """Return whether its people neither buy nor use what affects them."""
        described = self.described_kind
        return described is not None and described.is_only_affected

    def _describe(self, *, name: str, kind: str, about: str = "", next_review_on: dt.date | None = None) -> None:
        self.name, self.kind, self.about = normal(name), kind, normal(about)
        self.next_review_on = next_review_on
