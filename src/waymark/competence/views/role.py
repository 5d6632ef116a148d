"""The page of one AIMS role, and the proposed roles that an organisation may adopt."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from waymark.competence.acts.role import ACTS
from waymark.competence.forms.role import AdoptForm
from waymark.competence.holding import adopt, proposed
from waymark.competence.models.role import AimsRole
from waymark.competence.queries import role_shown
from waymark.competence.separations import AUDITOR, SeparationFinding, find_separations
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.records.registers import Reading
from waymark.trail.history import history_of


def _show(request: OrganisationRequest, one: AimsRole, refused: Mapping[str, forms.Form]) -> HttpResponseBase:
    reading = reading_of(request.member)
    context = {
        "aims_role": one,
        "separations": _separations(one, reading),
        "shown": role_shown(one, reading.today),
        "acts": shown_acts(ACTS, one, reading, refused),
        # What happened to an assignment is told on the page of its role.
        "history": history_of(one, *one.in_order()),
    }
    return respond(request, page=PAGE.template, context=context, status=422 if refused else 200)


def _separations(role: AimsRole, reading: Reading) -> list[SeparationFinding]:
    """Return what is found of those who hold the role today, as far as it rests on this role."""
    members = {held.member_id for held in (*role.holders_on(reading.today), *role.deputies_on(reading.today))}
    only_roles = role.starter != AUDITOR
    found = find_separations(role.organisation, reading.today, members, by_roles_only=only_roles)
    return [one for one in found if role.starter in one.roles]


PAGE: Final[RecordPage[AimsRole]] = RecordPage(acts=ACTS, template="competence/role.html", show=_show)


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def role_proposals(request: OrganisationRequest) -> HttpResponseBase:
    """Show the proposed roles that are left, and adopt those that a person selects."""
    organisation, offered = request.organisation, proposed(request.organisation)
    form = AdoptForm(request.POST if request.method == "POST" else None, offered=offered)

    def page(shown: AdoptForm) -> HttpResponseBase:
        context = {"form": shown, "offered": offered}
        return respond(request, page="competence/proposals.html", context=context, status=422 if shown.errors else 200)

    def adopted(roles: list[AimsRole]) -> HttpResponseBase:
        words = ngettext("%(n)d role was adopted.", "%(n)d roles were adopted.", len(roles))
        messages.success(request, words % {"n": len(roles)})
        return see_other("aims_roles", organisation.slug)

    return submit(
        request,
        form,
        lambda typed: adopt(organisation, typed["roles"], by=request.member),
        on_refusal=page,
        done=adopted,
    )
