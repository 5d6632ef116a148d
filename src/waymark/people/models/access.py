"""Links that let a person in once: the first start, an invitation, a new password. No mail server is needed."""

import datetime as dt
import hashlib
import secrets
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.people.events import PeopleEvent
from waymark.people.models.handing_out import may_invite, may_reset
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.trail.actors import Acts
from waymark.trail.chain import INSTALLATION
from waymark.trail.door import Recorded, StaleRecord


class LinkSpent(RuleBroken):
    """The link was used, revoked, replaced by a newer one, or has expired."""

    code = "link-spent"


class Purpose(models.TextChoices):
    """What a link is for; a link opens nothing else."""

    FIRST_START = "first-start", _("First administrator")
    INVITATION = "invitation", _("Invitation")
    PASSWORD = "password", _("New password")


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    """Questions about links."""

    def unused(self) -> Self:
        """Return the links nobody has used or revoked."""
        return self.filter(used_at=None, revoked_at=None)

    def open_invitations(self, organisation: Organisation) -> Self:
        """Return the invitations into one organisation that are open, as `is_open` says of a single one."""
        mine = self.unused().filter(purpose=Purpose.INVITATION, member__organisation=organisation)
        still = mine.filter(member__organisation__archived_at=None, member__left_on=None)
        return still.filter(expires_at__gt=now(), address=models.F("member__email"))

    def for_token(self, token: str) -> Self:
        """Return the link with this token; only hashes are stored."""
        return self.filter(token_hash=digest(token))


def digest(token: str) -> str:
    """Return the SHA-256 (hex) of a token; tokens are 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _account_of(by: Acts) -> User | None:
    actor = by.actor
    if actor.kind == "member":
        return User.objects.filter(memberships=actor.id).first()
    return User.objects.filter(pk=actor.id or 0).first() if actor.kind == "user" else None


class AccessLink(Recorded):
    """A single-use link for one purpose and one person; the token itself is shown once and never stored.

    `start` binds the first-start link to one run of the server; `address` binds the others to the email address they
    were made for, so that correcting an address ends the links made for the wrong one. `issuer` is the account of who
    made it, empty for the console: a link works only as long as they might still make it.
    """

    purpose = models.CharField(max_length=12, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="links")
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    start = models.CharField(max_length=64, blank=True, default="")
    address = models.EmailField(max_length=254, blank=True, default="")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    concealed = frozenset({"token_hash", "start"})
    objects = AccessLinkQuerySet.as_manager()

    def __str__(self) -> str:
        """Name the purpose."""
        return str(Purpose(self.purpose).label)

    @classmethod
    def rows_of_chain(cls, organisation_id: int) -> models.QuerySet[Self]:
        """Return the links of an organisation's members, or of people who are nobody's member yet."""
        if organisation_id == INSTALLATION:
            return cls._base_manager.filter(member=None)
        return cls._base_manager.filter(member__organisation_id=organisation_id)

    @property
    def chain_id(self) -> int:
        """Return the chain of the member's organisation, or the installation's."""
        return self.member.organisation_id if self.member else super().chain_id

    @classmethod
    def issue(
        cls,
        purpose: Purpose,
        *,
        by: Acts,
        lasts: dt.timedelta,
        user: User | None = None,
        member: Member | None = None,
        start: str = "",
    ) -> str:
        """Return the token of a new link; earlier unused links for the same purpose and person stop working."""
        token = secrets.token_urlsafe(32)
        link = cls(
            purpose=purpose,
            token_hash=digest(token),
            user=user,
            member=member,
            issuer=_account_of(by),
            start=start,
            expires_at=now() + lasts,
        )
        link.address = link._known_address()
        with transaction.atomic():
            for older in cls.objects.unused().filter(purpose=purpose, user=user, member=member):
                older.revoke(by=by)
            link.commit(PeopleEvent.LINK_ISSUED, by=by)
        return token

    @classmethod
    def find(cls, token: str, purpose: Purpose, *, start: str = "") -> "AccessLink":
        """Return the live link with this token and purpose; raises LinkSpent for every other, without saying which."""
        link = cls.objects.unused().for_token(token).select_related("user", "member__organisation", "issuer").first()
        if link is None or link.purpose != purpose or link.start != start or not link.is_live:
            raise LinkSpent(
                _("This link no longer works: it was used or replaced, or its creator no longer has the right."),
                way_out=_("Ask an administrator of the organisation for a new one."),
            )
        return link

    @property
    def is_open(self) -> bool:
        """Return whether nothing about the link, its person and its place has ended it."""
        if self.used_at or self.revoked_at or self.expires_at <= now() or self.address != self._known_address():
            return False
        return self.member is None or not (self.member.left_on or self.member.organisation.archived_at)

    @property
    def is_live(self) -> bool:
        """Return whether the link can be used: it is open, and who made it might still make it.

        That is asked when it is used, not only when it is made: much can change in the fourteen days between.
        """
        if self.issuer is None:
            return self.is_open
        if not (self.is_open and self.issuer.is_active):
            return False
        if self.user is not None:
            return may_reset(self.issuer, self.user)
        return self.member is None or self.issuer_id in may_invite(self.member.organisation)

    def use(self, *, by: Acts) -> None:
        """Spend the link; of two people who use it at once, one is refused with LinkSpent."""
        self.used_at = now()
        try:
            self.commit(PeopleEvent.LINK_USED, by=by)
        except StaleRecord as race:
            raise LinkSpent(_("This link has just been used.")) from race

    def revoke(self, *, by: Acts) -> None:
        """Make the link useless."""
        self.revoked_at = now()
        self.commit(PeopleEvent.LINK_REVOKED, by=by)

    def _known_address(self) -> str:
        if self.member is not None:
            return self.member.email
        return self.user.email if self.user is not None else ""
