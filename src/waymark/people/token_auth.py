"""Programs act for a member with a token; each operation of the API declares the right it asks for, as views do."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path
from ninja.security import HttpBearer

from waymark.core.errors import RuleBroken
from waymark.people.models.token import Token
from waymark.people.policy import NotYourRole, OrganisationRequest
from waymark.people.rights import Can

P = ParamSpec("P")
R = TypeVar("R")


class TokenRefused(RuleBroken):
    """The request carries no token that works."""

    code = "token-refused"


class TokenLacksRight(RuleBroken):
    """The member may do this, but did not let the token do it."""

    code = "token-lacks-right"


class Bearer(HttpBearer):
    """Takes `Authorization: Bearer`, and nothing else: a session is no credential here, so no page can use it."""

    def __call__(self, request: HttpRequest) -> Token | None:
        """Return the token of a request if it works, and note that it was used."""
        token = token_of(request)
        if token is not None:
            token.note_use()
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 -- the library's signature
        """Return the token of a request."""
        return token_of(request)


def token_of(request: HttpRequest) -> Token | None:
    """Return the working token that a request carries, looked up once."""
    carrier = cast("Any", request)
    if not hasattr(carrier, "bearer"):
        scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        carrier.bearer = Token.by_secret(secret) if scheme.lower() == "bearer" and secret else None
    return cast("Token | None", carrier.bearer)


def api_needs(right: Can) -> Callable[[Callable[Concatenate[OrganisationRequest, P], R]], Callable[..., R]]:
    """Declare the right an operation asks for: the token must grant it, and the member must still hold it.

    The address carries `slug`; for a token of another organisation the organisation does not exist.
    """

    def declare(operation: Callable[Concatenate[OrganisationRequest, P], R]) -> Callable[..., R]:
        @wraps(operation)
        def checked(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> R:
            token = token_of(request)
            if token is None or token.member.organisation.slug != slug:
                raise Http404
            inside, member = cast("OrganisationRequest", request), token.member
            _require(token, right)
            member.only = token.granted
            if member.user is not None:
                inside.user = member.user
            inside.organisation, inside.member, inside.memberships = member.organisation, member, [member]
            return operation(inside, *args, **kwargs)

        signature = inspect.signature(operation)
        first, *rest = signature.parameters.values()
        slug = inspect.Parameter("slug", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Path[str])
        carrier = cast("Any", checked)
        carrier.__signature__ = signature.replace(parameters=[first, slug, *rest])
        carrier.policy = f"needs {right}"
        return checked

    return declare


def _require(token: Token, right: Can) -> None:
    if not token.member.can(right):
        raise NotYourRole(
            _("Your role in %(organisation)s does not allow this.") % {"organisation": token.member.organisation.name},
            way_out=_("Ask an administrator of the organisation for the role you need."),
        )
    if right not in token.granted:
        raise TokenLacksRight(
            _("This token does not have the right “%(right)s”.") % {"right": right.label},
            way_out=_("Issue a token with that right on the API tokens page."),
        )
