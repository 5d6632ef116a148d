"""The page of one line of the RACI table, and adopting the proposed one."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from waymark.competence.acts.raci import ACTS
from waymark.competence.forms.raci import AdoptTableForm
from waymark.competence.models.raci import COLUMNS, RaciActivity
from waymark.competence.raci import adopt_activities
from waymark.core.redirects import see_other
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.pages import RecordPage


def _parts(one: RaciActivity, _reading: object) -> dict[str, Any]:
    return {"parts": [(role.label, one.part_of(role)) for role in COLUMNS]}


PAGE: Final[RecordPage[RaciActivity]] = RecordPage(acts=ACTS, template="competence/raci_activity.html", more=_parts)


@require_POST
@needs(Can.MANAGE_AIMS)
def raci_adoption(request: OrganisationRequest) -> HttpResponseBase:
    """Adopt every proposed activity that is left."""

    def done(count: int) -> HttpResponseBase:
        words = ngettext("%(n)d activity was adopted.", "%(n)d activities were adopted.", count)
        messages.success(request, words % {"n": count})
        return see_other("raci", request.organisation.slug)

    def refused(form: AdoptTableForm) -> HttpResponseBase:
        for error in form.non_field_errors():
            messages.error(request, str(error))
        return see_other("raci", request.organisation.slug)

    form = AdoptTableForm(request.POST)
    return submit(
        request,
        form,
        lambda _typed: len(adopt_activities(request.organisation, by=request.member)),
        on_refusal=refused,
        done=done,
    )
