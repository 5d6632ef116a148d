"""Operations on suppliers."""

from typing import Any, Final

from ninja import Router, Status

from waymark.context.fetch import supplier_or_404
from waymark.context.forms.supplier import EditSupplierForm, NewSupplierForm, ReviewForm
from waymark.context.models.supplier import Review, Supplier
from waymark.context.registers.supplier import SUPPLIERS
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import OWNER, add_list, perform, row_out
from waymark.records.forms import ReasonForm
from waymark.work.owners import OwnerForm, give

router = Router(tags=["Suppliers"])
_Row: Final = add_list(router, SUPPLIERS)
_SUPPLIER = "/suppliers/{int:supplier}"


@router.post(
    "/suppliers",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(NewSupplierForm, owner=OWNER),
    url_name="suppliers",
)
@api_needs(Can.MANAGE_AIMS)
def add_supplier(request: OrganisationRequest) -> Status[Any]:
    """Add a supplier."""
    form = NewSupplierForm(organisation=request.organisation)
    made = perform(request, form, lambda typed: Supplier.add(request.organisation, by=request.member, **typed))
    return Status(201, row_out(SUPPLIERS, made))


@router.get(_SUPPLIER, response=responses(ok=_Row), url_name="supplier")
@api_needs(Can.READ)
def show_supplier(request: OrganisationRequest, supplier: int) -> dict[str, Any]:
    """Show one supplier."""
    return row_out(SUPPLIERS, supplier_or_404(request, supplier))


@router.post(
    f"{_SUPPLIER}/edit",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(EditSupplierForm),
    url_name="supplier_edit",
)
@api_needs(Can.WORK)
def edit_supplier(request: OrganisationRequest, supplier: int) -> Status[Any]:
    """Correct what is known about a supplier."""
    return _act(request, supplier, EditSupplierForm(), lambda one, typed: one.edit(by=request.member, **typed))


@router.post(
    f"{_SUPPLIER}/reviews",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(ReviewForm),
    url_name="supplier_review",
)
@api_needs(Can.WORK)
def review_supplier(request: OrganisationRequest, supplier: int) -> Status[Any]:
    """Keep what a review came to (A.10.3)."""
    return _act(request, supplier, ReviewForm(), lambda one, typed: one.review(Review(**typed), by=request.member))


@router.post(
    f"{_SUPPLIER}/owner",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(OwnerForm, owner=OWNER),
    url_name="supplier_owner",
)
@api_needs(Can.WORK)
def give_supplier(request: OrganisationRequest, supplier: int) -> Status[Any]:
    """Name another owner."""
    form = OwnerForm(reader=request.member)
    return _act(request, supplier, form, lambda one, typed: give(one, by=request.member, **typed))


@router.post(
    f"{_SUPPLIER}/retirement",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(ReasonForm),
    url_name="supplier_retirement",
)
@api_needs(Can.WORK)
def retire_supplier(request: OrganisationRequest, supplier: int) -> Status[Any]:
    """Retire a supplier with the reason."""
    return _act(request, supplier, ReasonForm(), lambda one, typed: one.retire(by=request.member, **typed))


@router.post(
    f"{_SUPPLIER}/reinstatement",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(ReasonForm),
    url_name="supplier_reinstatement",
)
@api_needs(Can.WORK)
def reinstate_supplier(request: OrganisationRequest, supplier: int) -> Status[Any]:
    """Use a retired supplier again, with the reason."""
    return _act(request, supplier, ReasonForm(), lambda one, typed: one.reinstate(by=request.member, **typed))


def _act(request: OrganisationRequest, number: int, form: Any, act: Any) -> Status[Any]:
    found = supplier_or_404(request, number).require_changer(request.member)
    perform(request, form, lambda typed: act(found, typed), record=found)
    return Status(201, row_out(SUPPLIERS, found))
