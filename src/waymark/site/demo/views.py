"""Loading and removing demo organisations in the browser."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from waymark.core.forms import PlainForm
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import NotYourRole, OrganisationRequest, UserRequest, needs, signed_in
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS
from waymark.site.demo.removal import remove_demo


class RemovalForm(PlainForm):
    """A yes that nobody says by accident."""

    sure = forms.BooleanField(label=gettext_lazy("Yes, delete everything in it"))


class DemoForm(PlainForm):
    """Which demo organisation to load."""

    name = forms.ChoiceField(choices=[(name, name.title()) for name in DEMOS])


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def removal(request: OrganisationRequest) -> HttpResponseBase:
    """Remove a demo organisation and everything in it."""
    if not request.organisation.sample:
        raise Http404
    form = RemovalForm(request.POST or None)
    name = request.organisation.name

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("The demo organisation %(name)s is removed.") % {"name": name})
        return see_other("home")

    def page(shown: RemovalForm) -> HttpResponseBase:
        status = 422 if request.method == "POST" else 200
        return respond(request, page="site/demo_removal.html", context={"form": shown}, status=status)

    return submit(
        request,
        form,
        lambda _typed: remove_demo(request.organisation, by=request.user),
        on_refusal=page,
        done=done,
    )


@require_POST
@signed_in
def loading(request: UserRequest) -> HttpResponseBase:
    """Load a demo organisation to look around in."""
    if not request.user.runs_installation:
        raise NotYourRole(_("Only the people who run this installation can load demo organisations."))

    def unknown(_form: DemoForm) -> HttpResponseBase:
        raise Http404

    return submit(
        request,
        DemoForm(request.POST),
        lambda typed: load_demo(typed["name"], by=request.user.actor),
        on_refusal=unknown,
        done=lambda made: see_other("path", made.slug),
    )
