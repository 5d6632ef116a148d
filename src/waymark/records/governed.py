"""The bases of records that people number, name and own."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.references import number_in
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet, holding
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.lifecycle import Lifecycle
from waymark.trail.door import Recorded

G = TypeVar("G", bound=models.Model)


class GovernedQuerySet(InOrganisationQuerySet[G]):
    """Questions that every kind of governed record answers."""

    def numbered(self, number: int) -> Self:
        """Return the record with this number."""
        return self.filter(number=number)

    def numbered_below(self, number: int) -> Self:
        """Return the records that were made before the one with this number."""
        return self.filter(number__lt=number)

    def visible_to(self, reader: Reader) -> Self:  # noqa: ARG002 -- kinds that can be confidential ask
        """Return what somebody may read: everything, unless a kind says otherwise."""
        return self

    def readable_by(self, readers: Sequence[Reader]) -> Self:
        """Return what some readers may read together, each in their own organisation.

        A kind that hides some of its records overrides it, where asking for each reader takes too long.
        """
        found = self.none()
        for reader in readers:
            found = found | self.of(reader.organisation).visible_to(reader)
        return found

    def matching(self, text: str) -> Self:
        """Return those whose reference a text is, or that hold it in one of the searched fields; all for no text."""
        if not text:
            return self
        governed: Any = self.model
        holds = holding(text, governed.searched)
        number = number_in(text, governed.prefix)
        return self.filter(holds if number is None else holds | models.Q(number=number))

    def newest_first(self) -> Self:
        """Return the one made last first."""
        return self.order_by("-number")


class Governed(InOrganisation, Recorded):
    """A record of one organisation with a number and a reference such as `SUP-3`; every change leaves an entry.

    `prefix` stands before the number, which is given once per organisation and kind and never again. `title_field`
    names the field that says what the record is called, `searched` the fields that a search for words looks into.
    """

    number = models.PositiveIntegerField(editable=False, verbose_name=_("number"))

    prefix: ClassVar[str]
    title_field: ClassVar[str] = "title"
    searched: ClassVar[tuple[str, ...]] = ("title",)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="%(app_label)s_%(class)s_number"),
        ]

    def __str__(self) -> str:
        """Return what it is called."""
        return self.titled(str(getattr(self, self.title_field)))

    @classmethod
    def titled(cls, text: str) -> str:
        """Return what a record is called whose column `title_field` holds this text: the text, unless it is a part."""
        return text

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"{self.prefix}-{self.number}"


class NotYours(RuleBroken):
    """A record is changed by its owner, or by who manages the AIMS."""

    code = "not-yours"


class Owned(models.Model):
    """A record with an owner: a member who answers for it, or nobody yet where the kind allows that.

    `owner_event` is the event of naming another owner; the row `give` in the table of the life cycle says when that can
    be done. `work.owners` names owners, of one record or of many.
    """

    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )

    owner_event: ClassVar[str]
    lifecycle: ClassVar[Lifecycle | None] = None
    needs_owner: ClassVar[bool] = False

    class Meta:
        abstract = True

    def require_new_owner(self) -> None:
        """Raise what the table of the life cycle refuses where the owner may not change, as on a finished task."""
        if self.lifecycle is not None:
            self.lifecycle.require(self, "give")

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: its owner with the right to work, or who manages the AIMS."""
        return reader.can(Can.MANAGE_AIMS) or (reader.can(Can.WORK) and self.owner_id == reader.pk)

    def require_changer(self, reader: Reader) -> Self:
        """Return the record itself. Raises NotYours unless the reader may change it."""
        if not self.may_be_changed_by(reader):
            raise NotYours(
                _("%(reference)s belongs to %(name)s.") % {"reference": self, "name": self.owner or _("no owner")},
                way_out=_("Ask its owner or an AIMS manager."),
            )
        return self


class OwnedQuerySet(GovernedQuerySet[G]):
    """Questions about records with an owner."""

    def owned_by(self, reader: Reader) -> Self:
        """Return those one member answers for."""
        return self.filter(owner_id=reader.pk)

    def unowned(self) -> Self:
        """Return those nobody answers for."""
        return self.filter(owner=None)

    def to_hand_over(self) -> Self:
        """Return those that somebody who leaves must give to somebody else: all, unless a kind says otherwise."""
        return self
