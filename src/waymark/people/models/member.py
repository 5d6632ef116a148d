"""A person in one organisation, with or without a sign-in, so that an owner can be named before an account exists."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.core.text import normal
from waymark.people.events import PeopleEvent
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet, holding
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.owner_roles import OwnerRole
from waymark.people.rights import Can, Role, rights_of
from waymark.trail.actors import Actor, Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import Recorded


class LastAdministrator(RuleBroken):
    """An organisation keeps at least one administrator who can sign in."""

    code = "last-administrator"


class AddressTaken(RuleBroken):
    """Two members of one organisation cannot have one address: an invitation and a message would reach either."""

    code = "member-address-taken"


class StillOwns(RuleBroken):
    """Nobody leaves while records are theirs: they would have no owner from then on."""

    code = "still-owns"


# Who knows of owned records says here how many are a member's.
owned: list[Callable[["Member"], int]] = []


def known_roles(value: object) -> None:
    """Refuse anything but a list of different known roles."""
    if not isinstance(value, list) or len(set(value)) != len(value) or not set(value) <= set(Role.values):
        raise ValidationError(_("Choose roles from the list."), code="roles")


class MemberQuerySet(InOrganisationQuerySet["Member"]):
    """Questions about members."""

    def active(self) -> Self:
        """Return those who have not left."""
        return self.filter(left_on=None)

    def administrators(self) -> list["Member"]:
        """Return the active administrators who can sign in; roles are a list, so the choice is made here."""
        able = self.active().filter(user__is_active=True)
        return [member for member in able if Role.ADMINISTRATOR in member.roles]

    def invitable(self) -> Self:
        """Return those who can be invited: active, with an address, and without a sign-in."""
        return self.active().filter(user=None).exclude(email="")

    def called(self, text: str) -> Self:
        """Return those whose name, job title or address holds a text."""
        return self.filter(holding(text, ("name", "post", "email"))) if text else self

    def by_name(self) -> Self:
        """Return them in alphabetical order."""
        return self.order_by("name", "pk")

    def for_user(self, user: User) -> Self:
        """Return the active memberships of one user in living organisations, with the organisation.

        In no order: they are few, every page reads them, and only what shows them sorts them.
        """
        return self.active().filter(user=user, organisation__archived_at=None).select_related("organisation")

    def in_several(self) -> Self:
        """Return the active memberships, in living organisations, of users who have more than one."""
        living = self.active().filter(organisation__archived_at=None, user__isnull=False)
        several = living.values("user").annotate(n=models.Count("pk")).filter(n__gt=1)
        return living.filter(user__in=several.values("user"))

    def ended_for(self, user: User) -> Self:
        """Return the memberships of one user that have ended, in living organisations, with the organisation."""
        mine = self.filter(user=user, left_on__isnull=False, organisation__archived_at=None)
        return mine.select_related("organisation")


class Member(InOrganisation, Recorded):
    """A person in an organisation. `post` is what they are there, such as head of data; roles are their rights.

    `owner_roles` names the typical roles of the catalogue (such as `risk_manager`) that this person fills, so that
    owners can be suggested.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    name = LineField()
    post = LineField(blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    roles = models.JSONField(default=list, blank=True, validators=[known_roles])
    owner_roles = models.JSONField(default=list, blank=True)
    left_on = models.DateField(null=True, blank=True, editable=False)

    labels: ClassVar = {
        "user": _("Sign-in"),
        "email": _("Email address"),
        "owner_roles": _("Typical responsibilities"),
    }
    vocabulary: ClassVar = {"roles": Role, "owner_roles": OwnerRole}
    objects = MemberQuerySet.as_manager()
    # What a token lets its member do, while a program acts for them; no column.
    only: frozenset[Can] | None = None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="people_member_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "left_on", "name"], name="people_member_list")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @classmethod
    def add(  # noqa: PLR0913 -- one argument per thing that is known about a member
        cls,
        organisation: Organisation,
        *,
        name: str,
        by: Acts,
        post: str = "",
        email: str = "",
        roles: Iterable[str] = (),
        owner_roles: Iterable[str] = (),
        user: User | None = None,
    ) -> "Member":
        """Name a person in an organisation. Raises AddressTaken."""
        member = cls(
            organisation=organisation,
            user=user,
            name=normal(name),
            post=normal(post),
            email=normal(email).lower(),
            roles=sorted(set(roles)),
            owner_roles=sorted(set(owner_roles)),
        )
        with transaction.atomic():
            member._refuse_taken_address()
            member.commit(PeopleEvent.NAMED, by=by)
        return member

    def describe(self, *, by: Acts, name: str, post: str, email: str, owner_roles: Iterable[str]) -> None:
        """Change what is known about the person. Raises AddressTaken."""
        is_moved = normal(email).lower() != self.email
        self.name, self.post, self.email = normal(name), normal(post), normal(email).lower()
        self.owner_roles = sorted(set(owner_roles))
        with transaction.atomic():
            if is_moved:
                self._refuse_taken_address()
            self.commit(PeopleEvent.DESCRIBED, by=by)

    def grant(self, roles: Iterable[str], *, by: Acts) -> None:
        """Give exactly these roles; they act from the next request on. The last administrator stays one."""
        wanted = sorted(set(roles))
        with transaction.atomic():
            if Role.ADMINISTRATOR not in wanted:
                self._keep_an_administrator()
            self.roles = wanted
            self.commit(PeopleEvent.ROLES_CHANGED, by=by)

    def join(self, user: User, *, by: Acts) -> None:
        """Connect the sign-in of a person with the member named for them."""
        self.user = user
        self.commit(PeopleEvent.JOINED, by=by)

    def leave(self, *, by: Acts, reason: str) -> None:
        """End the membership today; the record stays, since it is named in others.

        Raises StillOwns while they own anything. Whoever gives a record to a member takes turns with them (see
        `people.active.require_active`), so nothing can become theirs while they leave.
        """
        with transaction.atomic():
            lock_chain(self.organisation_id)
            self._keep_an_administrator()
            self._own_nothing()
            self.left_on = day_in(self.organisation.time_zone)
            self.commit(PeopleEvent.LEFT, by=by, note=reason)

    def rejoin(self, *, by: Acts, reason: str) -> None:
        """Make a former member active again, with the roles they had."""
        self.left_on = None
        self.commit(PeopleEvent.RETURNED, by=by, note=reason)

    @property
    def actor(self) -> Actor:
        """Return this member as the trail names people."""
        return Actor("member", self.pk, self.name)

    @property
    def rights(self) -> frozenset[Can]:
        """Return what the roles allow together; nothing after leaving, and through a token no more than it grants."""
        rights = frozenset() if self.left_on else rights_of(self.roles)
        return rights if self.only is None else rights & self.only

    @property
    def role_labels(self) -> list[str]:
        """Return the roles in words."""
        return [str(Role(role).label) for role in self.roles if role in Role.values]

    @property
    def owner_role_labels(self) -> list[str]:
        """Return the typical owner roles that this person fills, in words."""
        return [str(OwnerRole(role).label) for role in self.owner_roles if role in OwnerRole.values]

    @property
    def has_sign_in(self) -> bool:
        """Return whether the person can sign in."""
        return self.user_id is not None

    def can(self, right: Can) -> bool:
        """Return whether the member holds a right."""
        return right in self.rights

    def _own_nothing(self) -> None:
        count = sum(number(self) for number in owned)
        if count:
            message = ngettext("%(name)s still owns %(n)d record.", "%(name)s still owns %(n)d records.", count)
            raise StillOwns(
                message % {"name": self.name, "n": count},
                way_out=_("Choose new owners on the page for ending the membership."),
            )

    def _refuse_taken_address(self) -> None:
        if not self.email:
            return
        # Two who add the same person at the same moment wait here for one another.
        lock_chain(self.organisation_id)
        same = models.Q(email=self.email) | models.Q(user__email=self.email)
        others = Member.objects.of(self.organisation).filter(same).exclude(pk=self.pk)
        taken = others.order_by(models.F("left_on").desc(nulls_first=True), "pk").first()
        if taken is None:
            return
        if taken.left_on is None:
            raise AddressTaken(
                _("%(name)s already has the address %(email)s.") % {"name": taken.name, "email": self.email},
                way_out=_("Open that member's page, or use another address."),
            )
        raise AddressTaken(
            _("%(email)s is the address of a former member, %(name)s.") % {"name": taken.name, "email": self.email},
            way_out=_("Reactivate the former member on their page, or use another address."),
        )

    def _keep_an_administrator(self) -> None:
        if Role.ADMINISTRATOR not in self.roles or not self.has_sign_in:
            return
        # Two administrators who dismiss each other at the same moment wait here for one another.
        lock_chain(self.organisation_id)
        if not Member.objects.of(self.organisation).exclude(pk=self.pk).administrators():
            raise LastAdministrator(
                _("%(name)s is the last administrator who can sign in.") % {"name": self.name},
                way_out=_("Make someone else an administrator first."),
            )
