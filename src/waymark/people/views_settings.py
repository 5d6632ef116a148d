"""What an organisation is called, where its days begin, and its end."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.core.redirects import see_other
from waymark.people.extension_points import panels_for
from waymark.people.forms import OrganisationSettingsForm, ReasonForm
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.trail.history import history_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.MANAGE_PEOPLE)
def organisation_settings(request: OrganisationRequest) -> HttpResponseBase:
    """Show and change what the organisation is called and where its days begin."""
    form = _form(request, request.POST if request.method == "POST" else None)

    def saved(_result: object) -> HttpResponseBase:
        messages.success(request, _("Saved."))
        return see_other("organisation_settings", request.organisation.slug)

    return submit(
        request,
        form,
        lambda typed: request.organisation.describe(by=request.member, **typed),
        record=request.organisation,
        on_refusal=lambda shown: _page(request, shown, ReasonForm(auto_id="archive_%s")),
        done=saved,
    )


@needs(Can.MANAGE_PEOPLE)
@require_POST
def archive(request: OrganisationRequest) -> HttpResponseBase:
    """Put the organisation away with a reason; nothing in it is deleted."""
    form = ReasonForm(request.POST, auto_id="archive_%s")

    def archived(_result: object) -> HttpResponseBase:
        messages.success(request, _("%(name)s was archived.") % {"name": request.organisation.name})
        return see_other("home")

    return submit(
        request,
        form,
        lambda typed: request.organisation.archive(by=request.member, **typed),
        on_refusal=lambda shown: _page(request, _form(request), shown),
        done=archived,
    )


def _form(request: OrganisationRequest, typed: object = None) -> OrganisationSettingsForm:
    organisation = request.organisation
    known = {name: getattr(organisation, name) for name in ("name", "about", "time_zone", "version")}
    return OrganisationSettingsForm(typed, initial=known, known=organisation)


def _page(request: OrganisationRequest, form: OrganisationSettingsForm, reason: ReasonForm) -> HttpResponseBase:
    context = {
        "form": form,
        "reason": reason,
        "panels": panels_for(request.organisation),
        "history": history_of(request.organisation),
    }
    return render(request, "people/settings.html", context, status=422 if form.errors or reason.errors else 200)
