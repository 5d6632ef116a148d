"""Which forms made which records, so that a form that is sent twice makes one."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from waymark.core.clock import now
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.door import insert_unrecorded


class Submission(InOrganisation):
    """One sending of a form by a member, and the record that it made or changed.

    It decides nothing, so no entry tells of it. `content` is the digest of what came with a key that a program chose.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    sent_at = models.DateTimeField()

    objects = InOrganisationQuerySet["Submission"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "key"], name="people_submission_once"),
        ]

    def __str__(self) -> str:
        """Name what it made."""
        return f"{self.kind} {self.record_id}"

    @classmethod
    def remember(cls, member: Member, key: str, made: models.Model, content: str = "") -> None:
        """Keep what a sending made; call in the transaction that made it."""
        insert_unrecorded(
            [
                cls(
                    organisation=member.organisation,
                    member=member,
                    key=key,
                    content=content,
                    kind=made._meta.label_lower,
                    record_id=made.pk,
                    sent_at=now(),
                )
            ]
        )

    def record(self) -> Any:
        """Return the record it made."""
        return apps.get_model(self.kind)._base_manager.get(pk=self.record_id, organisation=self.organisation_id)  # noqa: SLF001 -- Django's documented name
