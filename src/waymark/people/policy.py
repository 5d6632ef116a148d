"""Every view declares who may call it: a right in an organisation, a sign-in, or openness with its reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.core.dates import day
from waymark.core.errors import RuleBroken
from waymark.people.extension_points import member_counts
from waymark.people.interrupted import ask_to_sign_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Can

P = ParamSpec("P")


class NotYourRole(RuleBroken):
    """The member belongs to the organisation but holds no role that allows this."""

    code = "not-your-role"


class MembershipEnded(RuleBroken):
    """The person was a member of the organisation and has left it."""

    code = "membership-ended"


class UserRequest(HttpRequest):
    """A request of somebody who is signed in. A view that reads their memberships keeps them for the frame."""

    user: User
    memberships: list[Member]


class OrganisationRequest(UserRequest):
    """A request inside one organisation, by one of its members."""

    organisation: Organisation
    member: Member


class _Declared(Protocol):
    policy: str


def needs(
    right: Can, *, write: Can | None = None
) -> Callable[[Callable[Concatenate[OrganisationRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Declare the right a view asks for, and another one for requests that change something, if it differs.

    The address carries `slug`; somebody who never was a member learns nothing: the organisation does not exist. A
    former member reads that the membership ended, and when, and nothing else.
    """

    def declare(
        view: Callable[Concatenate[OrganisationRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            inside = cast("OrganisationRequest", request)
            # All memberships at once: the switcher on the page needs them too.
            inside.memberships = list(Member.objects.for_user(inside.user).annotate(**member_counts))
            member = next((one for one in inside.memberships if one.organisation.slug == slug), None)
            if member is None:
                raise _not_inside(inside.user, slug)
            asked = write if write is not None and request.method not in {"GET", "HEAD"} else right
            if not member.can(asked):
                raise NotYourRole(
                    _("Your role in %(organisation)s does not allow this.")
                    % {"organisation": member.organisation.name},
                    way_out=_("Ask an administrator of the organisation for the role you need."),
                )
            inside.organisation, inside.member = member.organisation, member
            # Whose membership it is has been read already; a page that asks for it reads nothing again.
            member.user = inside.user
            # Days and times are the organisation's for everybody: what is due tomorrow is so for all who read it.
            with timezone.override(ZoneInfo(member.organisation.time_zone)):
                return view(inside, *args, **kwargs)

        cast("_Declared", checked).policy = f"needs {right}" + (f", to write {write}" if write else "")
        return checked

    return declare


def _not_inside(user: User, slug: str) -> Http404 | MembershipEnded:
    former = Member.objects.ended_for(user).filter(organisation__slug=slug).first()
    if former is None or former.left_on is None:
        return Http404()
    return MembershipEnded(
        _("Your membership in %(organisation)s ended on %(day)s.")
        % {"organisation": former.organisation.name, "day": day(former.left_on, user.locale)},
        way_out=_("If this is a mistake, ask an administrator of the organisation to reactivate your membership."),
    )


def signed_in(
    view: Callable[Concatenate[UserRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Declare that a view asks only for a sign-in: it shows the person's own things."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return view(cast("UserRequest", request), *args, **kwargs)

    cast("_Declared", checked).policy = "signed in"
    return checked


def asks_to_sign_in(view: Callable[..., Any]) -> bool:
    """Return whether a view leads to the sign-in where nobody is signed in: each of ours that is not open to all."""
    return getattr(view, "policy", "open").partition(" ")[0] in {"needs", "signed"}


def open_to_all(
    reason: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Declare that anybody may call a view, and why."""

    def declare(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        cast("_Declared", checked).policy = f"open: {reason}"
        return checked

    return declare
