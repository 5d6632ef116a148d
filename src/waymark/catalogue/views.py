"""The page on which a licence holder attaches official wording to one requirement."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.catalogue.forms import WithdrawalForm, WordingForm
from waymark.catalogue.models.wording import Wording
from waymark.catalogue.outline import OutlineRequirement
from waymark.catalogue.queries import requirement_named, wording_about
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import refusal_text, submit
from waymark.trail.door import StaleRecord
from waymark.trail.history import history_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.READ, write=Can.MANAGE_AIMS)
def wording(request: OrganisationRequest, ref: str, framework: str = "") -> HttpResponseBase:
    """Show the official wording of a requirement; attach it, or put other wording in its place."""
    requirement = _requirement_or_404(ref, framework)
    if request.method != "POST":
        return _page(request, requirement, framework)
    return submit(
        request,
        WordingForm(request.POST),
        lambda typed: Wording.put(request.organisation, requirement.pk, **typed, by=request.member),
        on_refusal=lambda form: _page(request, requirement, framework, form=form, status=422),
        on_stale=lambda form, _lost: _page(request, requirement, framework, form=form, status=409),
        done=lambda _made: _back(request, requirement, framework, _("The wording of %(ref)s was attached.")),
    )


@require_POST
@needs(Can.MANAGE_AIMS)
def withdrawal(request: OrganisationRequest, ref: str, framework: str = "") -> HttpResponseBase:
    """Erase the wording of a requirement, with a reason."""
    requirement = _requirement_or_404(ref, framework)
    current = wording_about(request.organisation, requirement.pk)
    if current is None:
        raise Http404

    def stale(form: WithdrawalForm, lost: StaleRecord) -> HttpResponseBase:
        form.add_error(None, refusal_text(lost))
        return _page(request, requirement, framework, withdrawing=form, status=409)

    return submit(
        request,
        WithdrawalForm(request.POST),
        lambda typed: current.withdraw(by=request.member, **typed),
        record=current,
        on_refusal=lambda form: _page(request, requirement, framework, withdrawing=form, status=422),
        on_stale=stale,
        done=lambda _result: _back(request, requirement, framework, _("The wording of %(ref)s was withdrawn.")),
    )


def _requirement_or_404(ref: str, framework: str) -> OutlineRequirement:
    found = requirement_named(ref, framework, get_language() or "")
    if found is None:
        raise Http404
    return found


def _page(
    request: OrganisationRequest,
    requirement: OutlineRequirement,
    framework: str,
    *,
    form: WordingForm | None = None,
    withdrawing: WithdrawalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    current = wording_about(request.organisation, requirement.pk)
    version = current.version if current else 0
    initial = {"text": current.text, "source": current.source} if current else {}
    is_stale = status == 409 and form is not None  # noqa: PLR2004 -- HTTP 409 Conflict
    if form is not None and is_stale:
        # Whoever now chooses "save mine" has seen theirs.
        form = WordingForm({**form.cleaned_data, "version": version})
    address = _address(request, requirement, framework, "wording")
    context = {
        "requirement": requirement,
        "wording": current,
        "form": form or WordingForm(initial={**initial, "version": version}),
        "withdrawing": withdrawing or WithdrawalForm(initial={"version": version}),
        "may_manage": request.member.can(Can.MANAGE_AIMS),
        "is_stale": is_stale,
        "history": history_of(current),
        "address": address,
        "withdrawal_address": _address(request, requirement, framework, "wording_withdrawal"),
    }
    return respond(request, page="catalogue/wording.html", context=context, status=status)


def _back(
    request: OrganisationRequest, requirement: OutlineRequirement, framework: str, message: str
) -> HttpResponseBase:
    messages.success(request, message % {"ref": requirement.ref})
    return see_other(_address(request, requirement, framework, "wording"))


def _address(request: OrganisationRequest, requirement: OutlineRequirement, framework: str, name: str) -> str:
    where = {"framework": framework} if framework else {}
    return reverse(name, kwargs={"slug": request.organisation.slug, "ref": requirement.ref, **where})
