"""The page of one line of the RACI table, and adopting the proposed one."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from waymark.competence.acts.raci import ACTS
from waymark.competence.forms.raci import AdoptTableForm, ColumnsForm
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.raci_columns import RaciColumns
from waymark.competence.raci import adopt_activities
from waymark.competence.raci_columns import arrange_columns, columns_of, offered_columns
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.pages import RecordPage
from waymark.trail.history import history_of


def _parts(one: RaciActivity, _reading: object) -> dict[str, Any]:
    return {"parts": [(column.title, one.part_of(column.key)) for column in columns_of(one.organisation)]}


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


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.MANAGE_AIMS)
def raci_columns(request: OrganisationRequest) -> HttpResponseBase:
    """Show which roles are columns of the table, and choose them with their order."""
    organisation, offered = request.organisation, offered_columns(request.organisation)
    kept = RaciColumns.objects.in_force(organisation)
    places = {f"place-{key}": place for place, key in enumerate(kept.roles, start=1)}
    form = ColumnsForm(request.POST if request.method == "POST" else None, offered=offered, initial=places)

    def page(shown: ColumnsForm) -> HttpResponseBase:
        history = history_of(kept) if kept.pk else None
        context = {"form": shown, "columns": columns_of(organisation), "kept": kept, "history": history}
        return respond(
            request, page="competence/raci_columns.html", context=context, status=422 if shown.errors else 200
        )

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("Saved."))
        return see_other("raci", organisation.slug)

    return submit(
        request,
        form,
        lambda _typed: arrange_columns(organisation, form.chosen, by=request.member),
        on_refusal=page,
        done=done,
    )
