"""The register of suppliers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import Supplier
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring, reviewing
from waymark.records.registers import QuerySetRows, Register
from waymark.work.owners import owner_act

SUPPLIERS: Final[Register[Supplier]] = Register(
    name="suppliers",
    path="suppliers",
    word="supplier",
    label=_("Suppliers"),
    intro=_(
        "Who supplies AI systems, models, data and services, who depends on them, and when they were reviewed (A.10.3)."
    ),
    source=QuerySetRows.of(Supplier, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("name", _("Name"), opens=True),
        columns.text("supplies", _("Supplies"), width=36),
        columns.text("matters_to", _("Who depends on it"), only_in_files=True),
        columns.text("responsibilities", _("Shared responsibilities"), width=40, only_in_files=True),
        columns.text("must_notify", _("What must be notified"), width=40, only_in_files=True),
        columns.owner(),
        *reviewing.COLUMNS,
        columns.day("contract_ends_on", _("Contract ends")),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.name, one.supplies, one.matters_to)),
        filters.owner(lambda one: one.owner_id),
        *reviewing.FILTERS,
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="supplier",
    changes="supplier_changes",
    new="supplier_new",
    new_label=_("Add supplier"),
    nothing=(
        _("No suppliers yet"),
        _(
            "The organisation stays responsible for what others supply (A.10). Add each supplier with its "
            "owner and its next review."
        ),
    ),
)
