"""Somebody other than the collector says what they checked on a capture, or rejects it with a reason."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LineField, ProseField
from waymark.evidence.models.capture import Capture
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.door import Recorded


class Outcome(models.TextChoices):
    """What came of a check."""

    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Rejected")


class VerificationQuerySet(InOrganisationQuerySet["Verification"]):
    """Questions about verifications."""

    def newest_first(self) -> Self:
        """Return the newest first."""
        return self.order_by("-pk")


class Verification(InOrganisation, Recorded):
    """An act of checking: append-only, the newest on a capture counts. `statement` says what was checked, or why not.

    `revision` counts the checks of one capture from 1, so that of two who check at once one hears of the other.
    """

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="verifications")
    revision = models.PositiveIntegerField(verbose_name=_("revision"))
    outcome = models.CharField(max_length=8, choices=Outcome, verbose_name=_("outcome"))
    statement = ProseField(max_length=2000, verbose_name=_("statement"))
    checked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("checked by"))
    checked_on = models.DateField(verbose_name=_("checked on"))

    # What the checker owned of the evidence and of the records behind it; NULL on checks from before this was kept.
    interests = LineField(max_length=500, null=True, blank=True, editable=False, verbose_name=_("owned by the checker"))  # type: ignore[misc]

    objects = VerificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["capture", "revision"], name="evidence_verification_revision"),
            models.CheckConstraint(condition=~models.Q(statement=""), name="evidence_verification_statement"),
        ]

    def __str__(self) -> str:
        """Name the outcome."""
        return str(Outcome(self.outcome).label)

    def clean(self) -> None:
        """Refuse a statement that is only blanks."""
        if not self.statement.strip():
            raise ValidationError({"statement": _("Enter what you checked.")})

    @property
    def is_rejection(self) -> bool:
        """Return whether the capture was rejected."""
        return self.outcome == Outcome.REJECTED
