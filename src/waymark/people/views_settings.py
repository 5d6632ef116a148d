"""What an organisation is called, where its days begin, and its end."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.people.answers import see_other
from waymark.people.forms import OrganisationSettingsForm, ReasonForm, refusals_in
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.seams import panels_for
from waymark.trail.history import history_of


@needs(Can.MANAGE_PEOPLE)
def organisation_settings(request: OrganisationRequest) -> HttpResponseBase:
    """Show and change what the organisation is called and where its days begin."""
    form = _form(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data
            request.organisation.read_at(typed.pop("version")).describe(by=request.member, **typed)
            messages.success(request, _("Saved."))
            return see_other("organisation_settings", request.organisation.slug)
    return _page(request, form, ReasonForm(auto_id="archive_%s"))


@needs(Can.MANAGE_PEOPLE)
@require_POST
def archive(request: OrganisationRequest) -> HttpResponseBase:
    """Put the organisation away with a reason; nothing in it is deleted."""
    form = ReasonForm(request.POST, auto_id="archive_%s")
    if form.is_valid():
        with refusals_in(form):
            request.organisation.archive(by=request.member, reason=form.cleaned_data["reason"])
            messages.success(request, _("%(name)s is archived.") % {"name": request.organisation.name})
            return see_other("home")
    return _page(request, _form(request), form)


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
