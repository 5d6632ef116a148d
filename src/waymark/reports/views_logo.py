"""The page of an organisation's logo."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.bodies import takes_files
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.evidence.files.serving import answer
from waymark.evidence.models.file import StoredFile
from waymark.people.forms import AcceptForm
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.reports.forms import LogoForm
from waymark.reports.logo import LOGO_BYTES, set_logo


# A file somewhat over the limit is read, so that its refusal can say by how much people have to shrink it.
@takes_files(lambda: 8 * LOGO_BYTES)
@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def logo(request: OrganisationRequest) -> HttpResponseBase:
    """Show the logo, and take another one."""
    known = {"version": request.organisation.version}
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm(initial=known)
    return submit(
        request,
        form,
        lambda typed: set_logo(request.organisation, typed["file"], by=request.member),
        record=request.organisation,
        on_refusal=lambda shown: _page(request, shown),
        done=lambda _result: _saved(request, _("The logo was saved and appears on reports.")),
    )


@require_POST
@needs(Can.MANAGE_PEOPLE)
def removal(request: OrganisationRequest) -> HttpResponseBase:
    """Leave reports without a logo."""
    return submit(
        request,
        AcceptForm(request.POST),
        lambda _typed: request.organisation.remove_logo(by=request.member),
        on_refusal=lambda _shown: _page(request, LogoForm(initial={"version": request.organisation.version})),
        done=lambda _result: _saved(request, _("The logo was removed.")),
    )


@require_safe
@needs(Can.READ)
def image(request: OrganisationRequest) -> HttpResponseBase:
    """Show the picture itself."""
    kept = StoredFile.objects.of(request.organisation).with_hash(request.organisation.logo).first()
    if kept is None:
        raise Http404
    return answer(kept.sha256, "logo", kept.media_type, inline=kept.opens_inline, request=request)


def _page(request: OrganisationRequest, form: LogoForm) -> HttpResponse:
    return respond(request, page="reports/logo.html", context={"form": form}, status=422 if form.is_bound else 200)


def _saved(request: OrganisationRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return see_other("logo", request.organisation.slug)
