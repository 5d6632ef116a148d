"""The page on which a licence holder attaches official wording to one requirement."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.catalogue.forms import WithdrawalForm, WordingForm
from waymark.catalogue.models.wording import Wording
from waymark.catalogue.outline import OutlineRequirement
from waymark.catalogue.queries import requirement_named, wording_about
from waymark.core.errors import RuleBroken
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.trail.door import StaleRecord
from waymark.trail.history import history_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.READ, write=Can.MANAGE_AIMS)
def wording(request: OrganisationRequest, ref: str, framework: str = "") -> HttpResponse:
    """Show the official wording of a requirement; attach it, or put other wording in its place."""
    requirement = _requirement_or_404(ref, framework)
    if request.method != "POST":
        return _page(request, requirement, framework)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _page(request, requirement, framework, form=form, status=422)
    try:
        Wording.put(request.organisation, requirement.pk, **form.cleaned_data, by=request.member)
    except StaleRecord:
        return _page(request, requirement, framework, form=form, status=409)
    messages.success(request, _("The wording of %(ref)s is attached.") % {"ref": requirement.ref})
    return _back(request, requirement, framework)


@require_POST
@needs(Can.MANAGE_AIMS)
def withdrawal(request: OrganisationRequest, ref: str, framework: str = "") -> HttpResponse:
    """Erase the wording of a requirement, with a reason."""
    requirement = _requirement_or_404(ref, framework)
    form = WithdrawalForm(request.POST)
    current = wording_about(request.organisation, requirement.pk)
    if current is None:
        raise Http404
    if not form.is_valid():
        return _page(request, requirement, framework, withdrawing=form, status=422)
    try:
        current.read_at(form.cleaned_data["version"]).withdraw(by=request.member, reason=form.cleaned_data["reason"])
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        status = 409 if isinstance(refusal, StaleRecord) else 422
        return _page(request, requirement, framework, withdrawing=form, status=status)
    messages.success(request, _("The wording of %(ref)s is withdrawn.") % {"ref": requirement.ref})
    return _back(request, requirement, framework)


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


def _back(request: OrganisationRequest, requirement: OutlineRequirement, framework: str) -> HttpResponse:
    return HttpResponseRedirect(_address(request, requirement, framework, "wording"), status=303)


def _address(request: OrganisationRequest, requirement: OutlineRequirement, framework: str, name: str) -> str:
    where = {"framework": framework} if framework else {}
    return reverse(name, kwargs={"slug": request.organisation.slug, "ref": requirement.ref, **where})
