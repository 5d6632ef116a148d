"""API tokens: a member's credential for their programs, with some of their rights, until a day."""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.core.storage import write_beside
from waymark.core.text import normal
from waymark.people.events import PeopleEvent
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.access import digest
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import Recorded

MOST_DAYS: Final = 365
MOST_LIVE: Final = 20
"""Tokens of one member that work at the same time; more would be forgotten ones."""
_PREFIX: Final = "wmk_"  # programs that search files for secrets know one by its first letters
_USE_NOTED: Final = dt.timedelta(hours=1)


class TokenOverreaches(RuleBroken):
    """A token holds some of the rights of its member, and none besides."""

    code = "token-overreaches"


class TokenTooLong(RuleBroken):
    """A token ends within a year, so that forgotten ones do not last."""

    code = "token-too-long"


class TokenUseless(RuleBroken):
    """A token is issued only where it would work: its member may sign in, and the organisation is not put away."""

    code = "token-useless"


class TooManyTokens(RuleBroken):
    """Nobody keeps an eye on more than a handful of tokens."""

    code = "too-many-tokens"


def known_rights(value: object) -> None:
    """Refuse anything but a list of different known rights."""
    if not isinstance(value, list) or not value or len(set(value)) != len(value) or not set(value) <= set(Can.values):
        raise ValidationError(_("Choose rights from the list."), code="rights")


class TokenQuerySet(InOrganisationQuerySet["Token"]):
    """Questions about tokens."""

    def of_member(self, member: Member) -> Self:
        """Return the tokens of one member."""
        return self.of(member.organisation).filter(member=member)

    def live(self) -> Self:
        """Return those that were not revoked and have not expired."""
        return self.filter(revoked_at=None, expires_at__gt=now())

    def newest_first(self) -> Self:
        """Return the newest first."""
        return self.order_by("-pk")


class Token(InOrganisation, Recorded):
    """A credential that is shown once; only its hash is stored. What it may do is asked anew at every use.

    `last_used_at` is written without an entry, at most once an hour: that a program read something changes nothing.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("member"))
    name = LineField(max_length=80, verbose_name=_("name"))
    rights = models.JSONField(default=list, validators=[known_rights], verbose_name=_("rights"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(verbose_name=_("works until"))
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False, verbose_name=_("revoked"))
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False, verbose_name=_("last used"))

    concealed = frozenset({"token_hash"})
    # That it was used is noted without an entry.
    not_in_history = frozenset({"token_hash", "last_used_at"})
    unrecorded = frozenset({"last_used_at"})
    vocabulary: ClassVar = {"rights": Can}
    objects = TokenQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "member"], name="people_token_of")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @classmethod
    def issue(cls, member: Member, *, name: str, rights: Iterable[str], days: int, by: Acts) -> tuple["Token", str]:
        """Return a new token and its secret, which nobody can read again.

        Raises TokenUseless, TokenOverreaches, TokenTooLong and TooManyTokens.
        """
        obstacle = _obstacle(member)
        if obstacle is not None:
            raise obstacle
        wanted = sorted(set(rights))
        if not set(wanted) <= member.rights:
            raise TokenOverreaches(
                _("%(name)s does not hold all of these rights.") % {"name": member.name},
                way_out=_("Choose rights that the member's roles include."),
            )
        if not 0 < days <= MOST_DAYS:
            raise TokenTooLong(
                _("A token works for 1 to %(most)d days.") % {"most": MOST_DAYS},
                way_out=_("Choose fewer days, and issue a new token in time."),
            )
        secret = _PREFIX + secrets.token_urlsafe(32)
        token = cls(
            organisation=member.organisation,
            member=member,
            name=normal(name),
            rights=wanted,
            token_hash=digest(secret),
            expires_at=now() + dt.timedelta(days=days),
        )
        with transaction.atomic():
            # Those who issue at once take turns, and so does somebody who leaves meanwhile.
            lock_chain(member.organisation_id)
            if cls.objects.of_member(member).live().count() >= MOST_LIVE:
                raise TooManyTokens(
                    _("%(name)s already has %(most)d active tokens.") % {"name": member.name, "most": MOST_LIVE},
                    way_out=_("Revoke those no longer used."),
                )
            token.commit(PeopleEvent.TOKEN_ISSUED, by=by)
        return token, secret

    @classmethod
    def by_secret(cls, secret: str) -> "Token | None":
        """Return the token with this secret if it can be used now; one query."""
        known = cls.objects.filter(token_hash=digest(secret)).select_related("member__user", "member__organisation")
        token = known.first()
        return token if token is not None and token.is_live else None

    def revoke(self, *, by: Acts) -> None:
        """Make the token useless; one that is useless already stays as it is."""
        if self.revoked_at is None:
            self.revoked_at = now()
            self.commit(PeopleEvent.TOKEN_REVOKED, by=by)

    def note_use(self) -> None:
        """Remember that it was used, at most once an hour and without an entry."""
        at = now()
        if self.last_used_at is None or at - self.last_used_at >= _USE_NOTED:
            write_beside(lambda: Token.objects.filter(pk=self.pk).update(last_used_at=at))

    @property
    def is_revoked(self) -> bool:
        """Return whether somebody ended it."""
        return self.revoked_at is not None

    @property
    def is_expired(self) -> bool:
        """Return whether its time is over."""
        return self.expires_at <= now()

    @property
    def is_live(self) -> bool:
        """Return whether it works: its member is there and may sign in, and the organisation is not put away."""
        return not (self.is_revoked or self.is_expired) and _obstacle(self.member) is None

    @property
    def granted(self) -> frozenset[Can]:
        """Return what it allows now: what was chosen, as far as the member still holds it."""
        return self.member.rights & {Can(right) for right in self.rights if right in Can.values}

    @property
    def right_labels(self) -> list[str]:
        """Return the rights in words."""
        return [str(Can(right).label) for right in self.rights if right in Can.values]


def _obstacle(member: Member) -> TokenUseless | None:
    """Return why no token of a member would work now, if so."""
    if member.organisation.archived_at:
        return TokenUseless(
            _("%(name)s is archived, so tokens cannot be used.") % {"name": member.organisation.name},
            way_out=_("Restore the organisation first."),
        )
    if member.left_on:
        return TokenUseless(
            _("%(name)s has left, so a token would not work.") % {"name": member.name},
            way_out=_("Reactivate the member first, or choose another one."),
        )
    if member.user is None:
        return TokenUseless(
            _("%(name)s does not sign in yet, so a token would not work.") % {"name": member.name},
            way_out=_("Invite the member first, and issue the token once the invitation is accepted."),
        )
    if not member.user.is_active:
        return TokenUseless(
            _("The account of %(name)s is deactivated, so a token would not work.") % {"name": member.name},
            way_out=_("Reactivate the account first, or choose another member."),
        )
    return None
