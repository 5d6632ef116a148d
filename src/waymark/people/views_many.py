"""Adding many members from one list, and inviting many at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from waymark.core.bodies import takes_files
from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.core.redirects import see_other
from waymark.people import inviting
from waymark.people.adding import AddedList, ListPreview, add_listed, preview_list
from waymark.people.forms import AddListForm, InvitationsForm, MemberListForm
from waymark.people.models.member import Member
from waymark.people.pasted import LARGEST_LIST
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.queries import open_invitations
from waymark.people.rights import Can
from waymark.people.showing_links import link_address
from waymark.people.submit import submit


def list_limit() -> int:
    """Return how large the file of a list may be, in bytes."""
    return LARGEST_LIST


@takes_files(list_limit)
@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def new_members(request: OrganisationRequest) -> HttpResponseBase:
    """Take a list of people; add those who can be added, all at once, after they were looked at in the preview."""
    form = AddListForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    added: list[AddedList] = []

    def act(typed: dict[str, Any]) -> Member:
        added.append(add_listed(request.organisation, **typed, by=request.member))
        return added[0].members[0]

    return submit(
        request,
        form,
        act,
        on_refusal=lambda shown: _refused(request, shown),
        done=lambda _first: _added(request, added[0] if added else None, form.cleaned_data),
    )


@takes_files(list_limit)
@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def members_preview(request: OrganisationRequest) -> HttpResponseBase:
    """Show what a list would do; nothing is stored."""
    form = MemberListForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    return submit(
        request,
        form,
        lambda typed: preview_list(request.organisation, typed["text"], typed["roles"]),
        on_refusal=lambda shown: _list_page(request, shown),
        done=lambda found: _list_page(request, _filled(form.cleaned_data, found), found=found),
    )


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def invitations(request: OrganisationRequest) -> HttpResponseBase:
    """Make invitation links for several members and show them once."""
    invited = open_invitations(request.organisation)
    form = InvitationsForm(
        request.POST if request.method == "POST" else None,
        organisation=request.organisation,
        chosen=(lambda key: key not in invited) if request.GET.get("choose") == "all" else None,
    )

    def page(shown: InvitationsForm) -> HttpResponseBase:
        lines = [(one, invited.get(one.pk)) for one in shown.offered.values()]
        chosen = {str(key) for key in shown["members"].value() or ()}
        context = {"form": shown, "lines": lines, "chosen": chosen}
        return render(request, "people/invitations.html", context, status=422 if shown.errors else 200)

    return submit(
        request,
        form,
        lambda typed: inviting.invite_all(typed["members"], by=request.member),
        on_refusal=page,
        done=lambda made: _once(request, {"invitations": _links(made), "members": [], "left": None, "form": None}),
    )


def _refused(request: OrganisationRequest, form: AddListForm) -> HttpResponseBase:
    """Show a list that was not added, with the preview of what would happen now."""
    typed = form.cleaned_data if form.is_bound else {}
    if not typed.get("text"):
        return _list_page(request, form)
    try:
        found = preview_list(request.organisation, typed["text"], typed.get("roles", ()))
    except RuleBroken:
        return _list_page(request, form)
    return _list_page(request, _filled(typed, found), found=found, refused=form)


def _filled(typed: dict[str, Any], found: ListPreview) -> AddListForm:
    # What was refused is not among what was typed.
    typed = {name: typed[name] for name in ("text", "roles", "invited") if name in typed}
    return AddListForm(initial={**typed, "previewed": found.digest})


def _list_page(
    request: OrganisationRequest,
    form: MemberListForm,
    *,
    found: ListPreview | None = None,
    refused: AddListForm | None = None,
) -> HttpResponseBase:
    context = {"form": form, "found": found, "refused": refused or form}
    return render(request, "people/new_members.html", context, status=422 if (refused or form).errors else 200)


def _added(request: OrganisationRequest, added: AddedList | None, typed: dict[str, Any]) -> HttpResponseBase:
    if added is None:
        messages.info(request, _("These members were already added."))
        return see_other("member_invitations" if typed["invited"] else "members", request.organisation.slug)
    if not added.invitations and not added.left.lines:
        count = len(added.members)
        messages.success(request, ngettext("%(n)d member added.", "%(n)d members added.", count) % {"n": count})
        return see_other("members", request.organisation.slug)
    left = AddListForm(initial={"text": added.left.remaining, "roles": typed["roles"], "invited": typed["invited"]})
    context = {"members": added.members, "left": added.left, "form": left}
    return _once(request, {**context, "invitations": _links(added.invitations)})


def _links(made: list[tuple[Member, str]]) -> list[tuple[Member, str]]:
    return [(member, link_address("join", token)) for member, token in made]


def _once(request: OrganisationRequest, context: dict[str, Any]) -> HttpResponseBase:
    """Show what came of an act, with links that are shown this once."""
    context["until"] = now() + inviting.LASTS
    response = render(request, "people/added.html", context, status=201)
    add_never_cache_headers(response)
    return response
