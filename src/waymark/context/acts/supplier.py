"""What can be done with a supplier: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.supplier import EditSupplierForm, NewSupplierForm
from waymark.context.forms.supplier_notice import NewNoticeForm
from waymark.context.models.supplier import LIFECYCLE, Supplier
from waymark.context.noticing import log_notice
from waymark.context.registers.supplier import SUPPLIERS
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.reviewing import REVIEW
from waymark.work.owners import OWNER, giving

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
            name="notice",
            path="arrivals",
            form=NewNoticeForm,
            given=lambda one, _reader: {"organisation": one.organisation},
            first=lambda one, reading: {"owner": one.owner_id, "arrived_on": reading.today},
            do=lambda one, typed, by: log_notice(one, by=by, **typed),
            done=lambda _one, notice, _reader: (
                _("%(reference)s was added.") % {"reference": notice.reference} if notice else ""
            ),
            described={"owner": OWNER},
        ),
        RecordAct(
            name="edit",
            path="edit",
            form=EditSupplierForm,
            kept=(
                *("name", "supplies", "matters_to", "responsibilities", "must_notify"),
                *("contract_ends_on", "next_review_on"),
            ),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        REVIEW,
        giving(),
        *retiring.ACTS,
    ),
)
