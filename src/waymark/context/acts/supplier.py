"""What can be done with a supplier: its forms, its verbs, and what each form proposes."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.supplier import EditSupplierForm, NewSupplierForm, ReviewForm, year_after
from waymark.context.models.supplier import LIFECYCLE, Review, Supplier
from waymark.context.registers.supplier import SUPPLIERS
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.records.registers import Reading
from waymark.work.owners import OWNER, giving


def _today(_one: Supplier, reading: Reading) -> dict[str, Any]:
    return {"on": reading.today, "next_on": year_after(reading.today)}


ACTS: Final[RecordActs[Supplier]] = RecordActs(
    model=Supplier,
    register=SUPPLIERS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewSupplierForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None},
        make=lambda organisation, typed, by: Supplier.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditSupplierForm,
            kept=("name", "supplies", "matters_to", "contract_ends_on", "next_review_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="review",
            path="reviews",
            form=ReviewForm,
            first=_today,
            do=lambda one, typed, by: one.review(Review(**typed), by=by),
        ),
        giving(),
        RecordAct(
            name="retire",
            path="retirement",
            form=ReasonForm,
            do=lambda one, typed, by: one.retire(by=by, **typed),
        ),
        RecordAct(
            name="reinstate",
            path="reinstatement",
            form=ReasonForm,
            do=lambda one, typed, by: one.reinstate(by=by, **typed),
        ),
    ),
)
