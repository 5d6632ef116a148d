"""The page on which a member says once a year what is still theirs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.competence.forms.ownership import OwnershipForm
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.ownership import confirm_ownership, first_due
from waymark.core.clock import day_in
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.work.owned import owned_records


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.WORK)
def member_ownership(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Show everything a member owns; keep what they, or an AIMS manager for them, say of each record."""
    everybody = Member.objects.of(request.organisation).active().select_related("organisation")
    person = get_object_or_404(everybody, pk=pk)
    # Who may not answer sees the earlier answers alone: what somebody owns may be confidential.
    may_answer = person.pk == request.member.pk or request.member.can(Can.MANAGE_AIMS)
    if request.method == "POST" and not may_answer:
        raise Http404
    owned = owned_records(person) if may_answer else []
    form = OwnershipForm(request.POST if request.method == "POST" else None, member=person, owned=owned)

    def page(shown: OwnershipForm) -> HttpResponseBase:
        context = {**_context(request, person), "form": shown, "may_answer": may_answer}
        return respond(request, page="competence/ownership.html", context=context, status=422 if shown.errors else 200)

    def done(_check: OwnershipCheck) -> HttpResponseBase:
        messages.success(request, _("Saved. The next confirmation is due in a year."))
        return see_other("member_ownership", request.organisation.slug, person.pk)

    def act(_typed: dict[str, Any]) -> OwnershipCheck:
        return confirm_ownership(person, form.answer, by=request.member)

    return submit(request, form, act, on_refusal=page, done=done)


def _context(request: OrganisationRequest, person: Member) -> dict[str, Any]:
    checks = list(OwnershipCheck.objects.of(request.organisation).filter(member=person).newest_first())
    return {
        "person": person,
        "checks": checks,
        "due_on": checks[0].next_due_on if checks else first_due(person),
        "today": day_in(request.organisation.time_zone),
        "is_mine": person.pk == request.member.pk,
    }
