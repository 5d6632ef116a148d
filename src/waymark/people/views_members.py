"""The people of an organisation: a page for each, and what an administrator does with them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.core.redirects import see_other
from waymark.people import inviting, passwords
from waymark.people.extension_points import member_parts, panels_about
from waymark.people.forms import (
    AcceptForm,
    AddMemberForm,
    EditMemberForm,
    ReasonForm,
    RolesForm,
)
from waymark.people.models.handing_out import may_reset
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.queries import member_line
from waymark.people.rights import Can
from waymark.people.showing_links import link_address, show_link
from waymark.people.submit import submit
from waymark.trail.history import history_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.MANAGE_PEOPLE)
def new_member(request: OrganisationRequest) -> HttpResponseBase:
    """Add a member, with or without an invitation."""
    typed = request.POST if request.method == "POST" else None
    form = AddMemberForm(typed, organisation=request.organisation)
    links: list[str] = []

    def act(typed: dict[str, Any]) -> Member:
        person, link = inviting.add_member(request.organisation, by=request.member, **typed)
        links.extend([link] if link else [])
        return person

    def named(person: Member) -> HttpResponseBase:
        if links:
            return _show_invitation(request, person, links[0])
        messages.success(request, _("%(name)s was added.") % {"name": person.name})
        return see_other("members", request.organisation.slug)

    return submit(
        request,
        form,
        act,
        on_refusal=lambda shown: render(
            request, "people/new_member.html", {"form": shown}, status=422 if shown.errors else 200
        ),
        done=named,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.READ, write=Can.MANAGE_PEOPLE)
def member(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Show one member; change what is known about them."""
    person = _person(request, pk)
    if request.method != "POST":
        return _page(request, person)
    form = EditMemberForm(request.POST, organisation=request.organisation, known=person)
    return _act(request, person, "form", form, lambda typed: person.describe(by=request.member, **typed))


@needs(Can.MANAGE_PEOPLE)
@require_POST
def roles(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Give a member exactly these roles."""
    person = _person(request, pk)
    form = RolesForm(request.POST, auto_id="roles_%s")
    return _act(request, person, "roles_form", form, lambda typed: person.grant(by=request.member, **typed))


@needs(Can.MANAGE_PEOPLE)
@require_POST
def invitation(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Make an invitation link and show it once."""
    person = _person(request, pk)
    return _act(
        request,
        person,
        "act",
        AcceptForm(request.POST),
        lambda _typed: inviting.invite(person, by=request.member),
        lambda token: _show_invitation(request, person, token),
    )


@needs(Can.MANAGE_PEOPLE)
@require_POST
def invitation_withdrawal(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """End the open invitation of a member."""
    person = _person(request, pk)
    form = AcceptForm(request.POST)
    return _act(request, person, "act", form, lambda _typed: inviting.withdraw(person, by=request.member))


@needs(Can.MANAGE_PEOPLE)
@require_POST
def password(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Make a link for a new password and show it once."""
    person = _person(request, pk)

    def shown(token: str) -> HttpResponseBase:
        address = link_address("new_password", token)
        return show_link(request, person, address=address, lasts=passwords.LASTS, is_new=False)

    form = AcceptForm(request.POST)
    return _act(request, person, "act", form, lambda _typed: passwords.reset_link(person, issuer=request.user), shown)


@needs(Can.MANAGE_PEOPLE)
@require_POST
def rejoining(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Make a former member active again, with the reason."""
    person = _person(request, pk)
    form = ReasonForm(request.POST, auto_id="return_%s")
    return _act(request, person, "reason", form, lambda typed: person.rejoin(by=request.member, **typed))


@needs(Can.MANAGE_PEOPLE)
@require_POST
def token_revocation(request: OrganisationRequest, token: int) -> HttpResponseBase:
    """Revoke a token of any member."""
    theirs = get_object_or_404(Token.objects.of(request.organisation).select_related("member"), pk=token)

    def revoked(_result: object) -> HttpResponseBase:
        messages.success(request, _("“%(name)s” was revoked.") % {"name": theirs.name})
        return see_other("member", request.organisation.slug, theirs.member_id)

    form = AcceptForm(request.POST)
    return _act(request, theirs.member, "token_act", form, lambda _typed: theirs.revoke(by=request.member), revoked)


def _person(request: OrganisationRequest, pk: int) -> Member:
    everybody = Member.objects.of(request.organisation).select_related("user", "organisation")
    return get_object_or_404(everybody, pk=pk)


def _act(
    request: OrganisationRequest,
    person: Member,
    name: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    done: Callable[[Any], HttpResponseBase] | None = None,
) -> HttpResponseBase:
    return submit(
        request,
        form,
        act,
        record=person,
        on_refusal=lambda refused: _page(request, _person(request, person.pk), **{name: refused}),
        done=done or (lambda _result: _done(request, person)),
    )


def _done(request: OrganisationRequest, person: Member) -> HttpResponseBase:
    messages.success(request, _("Saved."))
    return see_other("member", request.organisation.slug, person.pk)


def _show_invitation(request: OrganisationRequest, person: Member, token: str) -> HttpResponseBase:
    address = link_address("join", token)
    return show_link(request, person, address=address, lasts=inviting.LASTS, is_new=True)


def _page(request: OrganisationRequest, person: Member, **refused: forms.Form) -> HttpResponseBase:
    """Show the member's page; forms that were refused take the place of fresh ones."""
    known = {name: getattr(person, name) for name in ("name", "post", "email", "owner_roles", "version")}
    context: dict[str, Any] = {
        "line": member_line(person),
        "history": history_of(person),
        "parts": member_parts,
        "person": person,
        "form": EditMemberForm(initial=known, organisation=request.organisation, known=person),
        "roles_form": RolesForm(initial={"roles": person.roles, "version": person.version}, auto_id="roles_%s"),
        "reason": ReasonForm(auto_id="return_%s"),
        "act": AcceptForm(),
        "token_act": AcceptForm(),
        "may_manage": request.member.can(Can.MANAGE_PEOPLE),
        "panels": panels_about(request.member, person),
        "tokens": Token.objects.of_member(person).newest_first() if request.member.can(Can.MANAGE_PEOPLE) else (),
        "may_reset": person.user is not None and may_reset(request.user, person.user),
        **refused,
    }
    return render(request, "people/member.html", context, status=422 if refused else 200)
