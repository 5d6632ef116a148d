"""The register of suppliers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import ReviewResult, Supplier, SupplierState
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.registers import QuerySetRows, Register
from waymark.work.owners import owner_act

_TONES = {ReviewResult.SATISFACTORY: "good", ReviewResult.CONDITIONAL: "warn", ReviewResult.UNSATISFACTORY: "late"}

SUPPLIERS: Final[Register[Supplier]] = Register(
    name="suppliers",
    path="suppliers",
    word="supplier",
    label=_("Suppliers"),
    intro=_(
        "Who supplies AI systems, models, data and services, to whom it matters, and when that was reviewed (A.10.3)."
    ),
    source=QuerySetRows.of(Supplier, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("name", _("Name"), opens=True),
        columns.text("supplies", _("Supplies"), width=36),
        columns.text("matters_to", _("Matters to"), only_in_files=True),
        columns.owner(),
        columns.choice("review_result", _("Last review"), ReviewResult, tones=_TONES, width=20),
        columns.day("reviewed_on", _("Reviewed"), only_in_files=True),
        columns.day("next_review_on", _("Next review"), is_late=lambda one, reading: one.is_review_due(reading.today)),
        columns.day("contract_ends_on", _("Contract ends")),
        columns.choice("state", _("State"), SupplierState, only_in_files=True),
        columns.text("review_note", _("Review note"), width=40, only_in_files=True),
        columns.text("retired_reason", _("Why retired"), width=40, only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.name, one.supplies, one.matters_to)),
        filters.owner(lambda one: one.owner_id),
        filters.field_choice("review_result", ReviewResult.choices, label=_("Last review")),
        filters.tick(
            "review_due",
            label=_("Review due"),
            narrow=lambda rows, reading: rows.review_due_by(reading.today),
            keeps=lambda one, reading: one.is_review_due(reading.today),
        ),
        filters.state(SupplierState, otherwise=SupplierState.ACTIVE),
    ),
    acts=(owner_act(Can.WORK),),
    address="supplier",
    changes="supplier_changes",
    new="supplier_new",
    new_label=_("Add supplier"),
    nothing=(
        _("No suppliers yet"),
        _(
            "What others supply stays the organisation's responsibility (A.10): name each supplier, who answers for "
            "it, and when it is reviewed next."
        ),
    ),
)
