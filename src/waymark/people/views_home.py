"""Where people land, and where organisations begin."""

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.redirects import see_other
from waymark.people.extension_points import landings, overviews
from waymark.people.forms import OrganisationForm
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.policy import UserRequest, signed_in
from waymark.people.rights import Can
from waymark.people.submit import submit


class NotYoursToFound(RuleBroken):
    """Only people who run the installation make organisations."""

    code = "not-yours-to-found"


def landing(member: Member) -> str:
    """Return the address name that answers a member's first question: where are we, or what do I owe."""
    return "my_work" if member.can(Can.WORK) and not member.can(Can.MANAGE_AIMS) else "path"


@signed_in
def home(request: UserRequest) -> HttpResponseBase:
    """Lead to the one organisation or to the overview of several, or explain what comes first."""
    memberships = sorted(Member.objects.for_user(request.user), key=lambda member: member.organisation.name)
    only = memberships[0].organisation if len(memberships) == 1 else None
    # Whoever runs the installation and has nothing but a demo is offered to make the real one.
    if only is not None and not (only.sample and request.user.runs_installation):
        named = next((name for ask in landings if (name := ask(memberships[0]))), landing(memberships[0]))
        return see_other(named, only.slug)
    if len(memberships) > 1 and overviews:
        return see_other(overviews[0])
    page = "people/choose.html" if memberships else "people/first_run.html"
    context = {
        "memberships": [(one, reverse(landing(one), args=[one.organisation.slug])) for one in memberships],
        "may_found": request.user.runs_installation,
        "ended": [] if memberships else Member.objects.ended_for(request.user).by_name(),
    }
    return render(request, page, context)


@signed_in
def new_organisation(request: UserRequest) -> HttpResponseBase:
    """Make an organisation and become its administrator and AIMS manager."""
    if not request.user.runs_installation:
        raise NotYoursToFound(
            _("Only the people who run this installation can create organisations."),
            way_out=_("Ask them, or ask an administrator of an organisation for an invitation."),
        )
    initial = {"time_zone": request.user.time_zone or settings.CONFIGURATION.time_zone}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial)
    return submit(
        request,
        form,
        lambda typed: found(**typed, by=request.user, administrator=request.user),
        on_refusal=lambda shown: render(
            request, "people/new_organisation.html", {"form": shown}, status=422 if shown.errors else 200
        ),
        done=lambda organisation: see_other("path", organisation.slug),
    )
