"""Naming evidence, and adding captures to it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.evidence.collecting import GivenFile, add_capture, collect_for
from waymark.evidence.fetch import item_or_404, record_named, way_back
from waymark.evidence.files.remarks import sentences
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forms.capture import CaptureForm
from waymark.evidence.forms.evidence import NewEvidenceForm
from waymark.evidence.linking import link
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.queries import with_content
from waymark.evidence.receiving import receive, signed
from waymark.evidence.related import Offer, offers_for
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.kinds import RecordLine
from waymark.records.picking import Choosing, choosing

_OFFERED = 20


@takes_evidence
@require_http_methods(["GET", "POST"])
@needs(Can.COLLECT)
def new_item(request: OrganisationRequest) -> HttpResponseBase:
    """Name evidence with what was collected, and use it for every record that was chosen, in one act."""
    line = record_named(request)
    given, refused = taken(request)
    form = _new_form(request, given)
    if request.method == "POST" and valid_with(form, refused):
        there = _there_already(request, given)
        if there:
            return _page(request, form, line=line, there=there)
    return submit(
        request,
        form,
        lambda typed: collect_for(
            request.organisation, form.draft(), form.capture_draft(), typed["records"], by=request.member
        )[0],
        on_refusal=lambda shown: _page(request, shown, line=line),
        done=lambda evidence: _named(request, evidence, line, form.cleaned_data["records"], given),
    )


@require_safe
@needs(Can.COLLECT)
def targets(request: OrganisationRequest) -> HttpResponseBase:
    """Find records that evidence can be used for, beside those that are chosen already."""
    return respond(request, page="evidence/_targets.html", context={"targets": _targets(request.member, request.GET)})


@takes_evidence
@require_http_methods(["GET", "POST"])
@needs(Can.COLLECT)
def new_capture(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Add a new capture, which replaces the current one."""
    evidence = item_or_404(request, item)
    evidence.require_used()
    given, refused = taken(request)
    form = CaptureForm(request.POST or None, given=given, today=day_in(request.organisation.time_zone))

    def captured(capture: Capture) -> HttpResponseBase:
        messages.success(request, _("%(reference)s was added.") % {"reference": capture.reference})
        show_remarks(request, given)
        return see_other("evidence_item", request.organisation.slug, evidence.number)

    if request.method == "POST":
        valid_with(form, refused)
    return submit(
        request,
        form,
        lambda _typed: add_capture(evidence, form.capture_draft(), by=request.member),
        on_refusal=lambda shown: _page(request, shown, evidence=evidence),
        done=captured,
    )


@require_http_methods(["POST"])
@needs(Can.COLLECT)
def use_instead(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Use evidence that holds the same file already, instead of keeping the file a second time."""
    evidence, line = item_or_404(request, item), record_named(request)
    if line is None:
        return see_other("evidence_item", request.organisation.slug, evidence.number)
    why = request.POST.get("why", "")[:500]
    if not why.strip() and request.POST.get("related"):
        # Evidence of another requirement shows this one only by the passage that is about it.
        why = _("Related elsewhere, AIMS passage not named")
    link(evidence, line.kind, line.pk, by=request.member, why=why)
    messages.success(request, _("%(reference)s is now used for this too.") % {"reference": evidence.reference})
    return see_other(way_back(request, line))


def _new_form(request: OrganisationRequest, given: tuple[GivenFile, ...]) -> NewEvidenceForm:
    """Return the form as it was sent, or with what its address says: a search without script brings it along."""
    sent: QueryDict | None = None
    if request.method == "POST":
        sent = request.POST.copy()
        sent.setlist("records", _chosen(sent))
    form = NewEvidenceForm(
        sent,
        given=given,
        initial={name: value for name, value in request.GET.dict().items() if name != "records"},
        today=day_in(request.organisation.time_zone),
        organisation=request.organisation,
        member=request.member,
    )
    form.may_carry |= {"for", "back", "target"}
    return form


def _targets(member: Member, sent: QueryDict) -> Choosing:
    return choosing(member, sent.get("target", ""), _chosen(sent), without=["evidence"])


def _chosen(sent: QueryDict) -> list[str]:
    """Return the records that were chosen; the one that an address names is chosen until somebody saw the form."""
    was_seen = "target" in sent
    return list(dict.fromkeys([*sent.getlist("records"), *([] if was_seen else sent.getlist("for"))]))


def taken(request: OrganisationRequest) -> tuple[tuple[GivenFile, ...], RuleBroken | None]:
    """Take the files of a form into the store; the first refusal is told, the others need not be sent again."""
    if request.method != "POST":
        return (), None
    tokens, refused = request.POST.getlist("kept"), None
    for upload in request.FILES.getlist("files"):
        try:
            tokens += [signed(one, by=request.member) for one in receive([upload], (), by=request.member)]
        except RuleBroken as broken:
            refused = refused or broken
    return receive([], tokens, by=request.member), refused


def valid_with(form: CaptureForm, refused: RuleBroken | None) -> bool:
    """Return whether a form is valid and its files were taken; a refused file is told in the form."""
    valid = form.is_valid()
    if refused is not None:
        form.add_error(None, f"{refused.message} {refused.way_out}".strip())
    return valid and refused is None


def kept_files(form: CaptureForm, request: OrganisationRequest) -> list[tuple[GivenFile, str]]:
    """Return the files that lie in the store already, each with the name a form may carry it by."""
    return [(given, signed(given, by=request.member)) for given in form.given]


def show_remarks(request: OrganisationRequest, given: tuple[GivenFile, ...]) -> None:
    """Tell the uploader what else the files contain, such as a place or the names of authors, and of odd names."""
    for one in given:
        for remark in sentences(one.all_remarks):
            messages.warning(request, f"{one.name} ({one.description}): {remark}")


def _there_already(request: OrganisationRequest, given: tuple[GivenFile, ...]) -> list[Evidence]:
    if not given or request.POST.get("anyway"):
        return []
    return with_content(request.organisation, [one.sha256 for one in given], request.member)


def _kept_elsewhere(request: OrganisationRequest) -> list[Evidence]:
    """Return evidence that is there already and fits what was looked for, to be used for the record too."""
    text = request.GET.get("find", "").replace("\0", "").strip()[:200]
    visible = Evidence.objects.of(request.organisation).in_use().visible_to(request.member)
    return list(visible.matching(text).select_related("owner").in_order("newest")[:_OFFERED]) if text else []


def _offers(request: OrganisationRequest, line: RecordLine | None) -> tuple[Offer, ...]:
    day = day_in(request.organisation.time_zone)
    return offers_for(request.member, line.kind, line.pk, day) if line is not None else ()


def _named(
    request: OrganisationRequest,
    evidence: Evidence,
    line: RecordLine | None,
    records: Sequence[RecordLine],
    given: tuple[GivenFile, ...],
) -> HttpResponseBase:
    show_remarks(request, given)
    if not records:
        messages.success(request, _("%(reference)s was saved.") % {"reference": evidence.reference})
    else:
        linked = ", ".join(one.reference or one.title for one in records)
        messages.success(
            request,
            _("%(reference)s was saved and linked to %(record)s.")
            % {"reference": evidence.reference, "record": linked},
        )
    here = reverse("evidence_item", args=[request.organisation.slug, evidence.number])
    return see_other(way_back(request, line) or here)


def _page(request: OrganisationRequest, form: CaptureForm, **more: Any) -> HttpResponseBase:
    context = {"form": form, "kept": kept_files(form, request), "evidence": None, "line": None, "there": [], **more}
    line = context["line"]
    if context["evidence"] is None:
        context["targets"] = _targets(request.member, request.POST if request.method == "POST" else request.GET)
    context["found"] = _kept_elsewhere(request) if line else []
    context["offers"] = _offers(request, line)
    context["back"] = way_back(request, line)
    status = 422 if request.method == "POST" else 200
    return respond(request, page="evidence/new.html", context=context, status=status)
