"""One supplier: adding it, showing it, and the acts on it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.context.fetch import supplier_or_404
from waymark.context.forms.supplier import EditSupplierForm, NewSupplierForm, ReviewForm, year_after
from waymark.context.models.supplier import LIFECYCLE, Review, Supplier
from waymark.context.registers.supplier import SUPPLIERS
from waymark.core.clock import day_in
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.forms import ReasonForm
from waymark.records.views import changes_view, register_view
from waymark.trail.history import history_of
from waymark.work.owners import OwnerForm, give

suppliers, supplier_changes = register_view(SUPPLIERS), changes_view(SUPPLIERS)
_EDITED = ("name", "supplies", "matters_to", "contract_ends_on", "next_review_on", "version")


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def supplier_new(request: OrganisationRequest) -> HttpResponseBase:
    """Add a supplier."""
    organisation = request.organisation
    form = NewSupplierForm(request.POST or None, organisation=organisation, initial={"owner": request.member.pk})

    def page(shown: NewSupplierForm) -> HttpResponseBase:
        status = 422 if shown.errors else 200
        return respond(request, page="context/supplier_new.html", context={"form": shown}, status=status)

    if request.method != "POST":
        return page(form)
    return submit(
        request,
        form,
        lambda typed: Supplier.add(organisation, by=request.member, **typed),
        on_refusal=page,
        done=lambda made: _done(request, made, _("%(reference)s is added.") % {"reference": made.reference}),
    )


@require_safe
@needs(Can.READ)
def supplier(request: OrganisationRequest, supplier: int) -> HttpResponseBase:
    """Show one supplier."""
    return _page(request, supplier_or_404(request, supplier))


@require_POST
@needs(Can.WORK)
def supplier_edit(request: OrganisationRequest, supplier: int) -> HttpResponseBase:
    """Correct what is known about a supplier."""
    form = EditSupplierForm(request.POST, auto_id="edit_%s")
    return _act(request, supplier, "edit_form", form, lambda one, typed: one.edit(by=request.member, **typed))


@require_POST
@needs(Can.WORK)
def supplier_review(request: OrganisationRequest, supplier: int) -> HttpResponseBase:
    """Keep what a review came to."""
    form = ReviewForm(request.POST, auto_id="review_%s")
    return _act(
        request, supplier, "review_form", form, lambda one, typed: one.review(Review(**typed), by=request.member)
    )


@require_POST
@needs(Can.WORK)
def supplier_owner(request: OrganisationRequest, supplier: int) -> HttpResponseBase:
    """Name another owner."""
    form = OwnerForm(request.POST, reader=request.member, auto_id="owner_%s")
    return _act(request, supplier, "owner_form", form, lambda one, typed: give(one, by=request.member, **typed))


@require_POST
@needs(Can.WORK)
def supplier_retirement(request: OrganisationRequest, supplier: int) -> HttpResponseBase:
    """Retire a supplier with the reason."""
    form = ReasonForm(request.POST, auto_id="retire_%s")
    return _act(request, supplier, "retire_form", form, lambda one, typed: one.retire(by=request.member, **typed))


@require_POST
@needs(Can.WORK)
def supplier_reinstatement(request: OrganisationRequest, supplier: int) -> HttpResponseBase:
    """Use a retired supplier again, with the reason."""
    form = ReasonForm(request.POST, auto_id="reinstate_%s")
    return _act(request, supplier, "reinstate_form", form, lambda one, typed: one.reinstate(by=request.member, **typed))


def _act(
    request: OrganisationRequest,
    number: int,
    name: str,
    form: forms.Form,
    act: Callable[[Supplier, dict[str, Any]], object],
) -> HttpResponseBase:
    found = supplier_or_404(request, number)
    found.require_changer(request.member)
    return submit(
        request,
        form,
        lambda typed: act(found, typed),
        record=found,
        on_refusal=lambda refused: _page(request, supplier_or_404(request, number), **{name: refused}),
        done=lambda _result: _done(request, found, _("Saved.")),
    )


def _done(request: OrganisationRequest, found: Supplier, message: str) -> HttpResponseBase:
    messages.success(request, message)
    return see_other(reverse("supplier", args=[request.organisation.slug, found.number]))


def _page(request: OrganisationRequest, found: Supplier, **refused: forms.Form) -> HttpResponseBase:
    today = day_in(request.organisation.time_zone)
    first = {name: getattr(found, name) for name in _EDITED}
    version = {"version": found.version}
    may_change = found.may_be_changed_by(request.member)
    context: dict[str, Any] = {
        "supplier": found,
        "is_due": found.is_review_due(today),
        "offers": {one.transition.act: one for one in LIFECYCLE.offers(found, request.member)} if may_change else {},
        "edit_form": EditSupplierForm(initial=first, auto_id="edit_%s"),
        "review_form": ReviewForm(initial={"on": today, "next_on": year_after(today), **version}, auto_id="review_%s"),
        "owner_form": OwnerForm(
            reader=request.member, initial={"owner": found.owner_id, **version}, auto_id="owner_%s"
        ),
        "retire_form": ReasonForm(initial=version, auto_id="retire_%s"),
        "reinstate_form": ReasonForm(initial=version, auto_id="reinstate_%s"),
        "history": history_of(found),
        **refused,
    }
    return respond(request, page="context/supplier.html", context=context, status=422 if refused else 200)
