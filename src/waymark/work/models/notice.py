"""What a member should know, and which mornings a digest went out to them."""

from typing import Any, ClassVar, Self

from django.db import models

from waymark.core.fields import LineField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member


class NoticeQuerySet(InOrganisationQuerySet["Notice"]):
    """Questions about notices."""

    def to(self, member: Member) -> Self:
        """Return those in one member's inbox."""
        return self.filter(member=member)

    def unread(self) -> Self:
        """Return those nobody has read yet."""
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        """Return the newest first."""
        return self.order_by("-sent_at", "-pk")


class Notice(InOrganisation):
    """One line in a member's inbox. It only points at what happened: the trail tells of that where it happened.

    `once` names an occasion, such as a task that becomes overdue, of which a member is told one time only.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    what = LineField(max_length=300)
    about_kind = models.CharField(max_length=80, blank=True, default="")
    about_id = models.BigIntegerField(null=True, blank=True)
    once = models.CharField(max_length=120, blank=True, default="")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "once"], condition=~models.Q(once=""), name="work_notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "sent_at"], name="work_notice_inbox"),
            models.Index(fields=["member"], condition=models.Q(read_at=None), name="work_notice_unread"),
        ]

    def __str__(self) -> str:
        """Return the sentence."""
        return self.what

    @property
    def is_read(self) -> bool:
        """Return whether the member has seen it."""
        return self.read_at is not None

    @property
    def about(self) -> tuple[str, Any] | None:
        """Return kind and key of what it is about."""
        return (self.about_kind, self.about_id) if self.about_id is not None else None


class DigestSent(InOrganisation):
    """A morning on which a member's digest went out, so that none goes out twice."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    objects = InOrganisationQuerySet["DigestSent"].as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "day"], name="work_digest_once")]

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.member_id} on {self.day}"
