"""One exact version within a request for a signature, and what became of it."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.signing.events import SigningEvent
from waymark.signing.meanings import CONSENT, Meaning
from waymark.signing.models.request import SigningRequest
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


class Outcome(models.TextChoices):
    """What became of a version that was put before a signer."""

    PENDING = "pending", _("Pending")
    SIGNED = "signed", _("Signed")
    RETURNED = "returned", _("Changes requested")
    VOID = "void", _("Void")


class SigningItemQuerySet(InOrganisationQuerySet["SigningItem"]):
    """Questions about versions put before signers."""

    def pending(self) -> Self:
        """Return those that wait for an outcome, of requests that are open."""
        return self.filter(outcome=Outcome.PENDING, request__state="open")

    def about(self, kind: str, record_id: int) -> Self:
        """Return those of one version, the first that was asked first."""
        return self.filter(kind=kind, record_id=record_id).order_by("pk")

    def in_order(self) -> Self:
        """Return the versions of requests in their order."""
        return self.order_by("request_id", "position")


class SigningItem(InOrganisation, Recorded):
    """A version by its SHA-256, the meaning its signature has, and the outcome; `remark` says what should change."""

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(verbose_name=_("position"))
    kind = models.CharField(max_length=80, verbose_name=_("kind of record"))
    record_id = models.BigIntegerField(verbose_name=_("record"))
    title = LineField(max_length=300, verbose_name=_("title"))
    sha256 = models.CharField(max_length=64, verbose_name=_("SHA-256"))
    meaning = models.CharField(max_length=8, choices=Meaning, verbose_name=_("meaning"))
    outcome = models.CharField(
        max_length=8, choices=Outcome, default=Outcome.PENDING, editable=False, verbose_name=_("outcome")
    )
    remark = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("remark"))

    labels: ClassVar = {"record_id": _("Version")}
    pointers: ClassVar = {"record_id": "kind"}
    objects = SigningItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "position"], name="signing_item_place"),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["returned", "void"]) | ~models.Q(remark=""),
                name="signing_item_remark",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "record_id", "outcome"], name="signing_item_about"),
        ]

    def __str__(self) -> str:
        """Return what the version is called."""
        return self.title

    def sign(self, *, by: Acts) -> None:
        """Say that it was signed; the signature is a record of its own."""
        self.outcome = Outcome.SIGNED
        self.commit(SigningEvent.ITEM_SIGNED, by=by)

    def give_back(self, remark: str, *, by: Acts) -> None:
        """Say what should change before it is signed."""
        self.outcome, self.remark = Outcome.RETURNED, normal(remark)
        self.commit(SigningEvent.ITEM_RETURNED, by=by, note=self.remark)

    def void(self, reason: str, *, by: Acts) -> None:
        """Say why this version cannot be signed any more."""
        self.outcome, self.remark = Outcome.VOID, normal(reason)
        self.commit(SigningEvent.ITEM_VOIDED, by=by, note=self.remark)

    @property
    def is_pending(self) -> bool:
        """Return whether it waits for an outcome."""
        return self.outcome == Outcome.PENDING

    @property
    def consent(self) -> str:
        """Return the sentence that its signer agrees to."""
        return str(CONSENT[self.meaning])
