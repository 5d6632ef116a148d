"""The register of suppliers."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import ReviewResult, Supplier, SupplierState
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records import filters
from waymark.records.cells import Choice, Kind, Person
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act

_TONES = {ReviewResult.SATISFACTORY: "good", ReviewResult.CONDITIONAL: "warn", ReviewResult.UNSATISFACTORY: "late"}


def _rows(reader: Reader) -> Any:
    return Supplier.objects.of(reader.organisation).visible_to(reader)


SUPPLIERS: Final[Register[Supplier]] = Register(
    name="suppliers",
    path="suppliers",
    word="supplier",
    label=_("Suppliers"),
    intro=_(
        "Who supplies AI systems, models, data and services, to whom it matters, and when that was reviewed (A.10.3)."
    ),
    source=QuerySetRows(rows=_rows, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        Column(name="reference", label=_("Number"), value=lambda one: one.reference, sort=("number",), width=8),
        Column(name="name", label=_("Name"), value=lambda one: one.name, sort=("name",), opens=True, width=28),
        Column(name="supplies", label=_("Supplies"), value=lambda one: one.supplies, width=36),
        Column(
            name="matters_to", label=_("Matters to"), value=lambda one: one.matters_to, width=28, only_in_files=True
        ),
        Column(
            name="owner",
            label=_("Owner"),
            value=lambda one: Person(one.owner.pk, one.owner.name) if one.owner else None,
            kind=Kind.PERSON,
            sort=("owner__name",),
            width=22,
        ),
        Column(
            name="review_result",
            label=_("Last review"),
            value=lambda one: Choice(
                one.review_result,
                ReviewResult(one.review_result).label,
                _TONES.get(ReviewResult(one.review_result), ""),
            ),
            kind=Kind.CHOICE,
            width=20,
        ),
        Column(
            name="reviewed_on",
            label=_("Reviewed"),
            value=lambda one: one.reviewed_on,
            kind=Kind.DAY,
            sort=("reviewed_on",),
            only_in_files=True,
        ),
        Column(
            name="next_review_on",
            label=_("Next review"),
            value=lambda one: one.next_review_on,
            kind=Kind.DAY,
            sort=("next_review_on",),
            is_late=lambda one, reading: one.is_review_due(reading.today),
        ),
        Column(
            name="contract_ends_on",
            label=_("Contract ends"),
            value=lambda one: one.contract_ends_on,
            kind=Kind.DAY,
            sort=("contract_ends_on",),
        ),
        Column(
            name="state",
            label=_("State"),
            value=lambda one: Choice(one.state, SupplierState(one.state).label),
            kind=Kind.CHOICE,
            only_in_files=True,
        ),
        Column(
            name="review_note", label=_("Review note"), value=lambda one: one.review_note, width=40, only_in_files=True
        ),
        Column(
            name="retired_reason",
            label=_("Why retired"),
            value=lambda one: one.retired_reason,
            width=40,
            only_in_files=True,
        ),
    ),
    filters=(
        filters.words(lambda one: (one.name, one.supplies, one.matters_to)),
        filters.owner(lambda one: one.owner_id),
        filters.field_choice(
            "review_result", ReviewResult.choices, label=_("Last review"), value_of=lambda one: one.review_result
        ),
        filters.tick(
            "review_due",
            label=_("Review due"),
            narrow=lambda rows, reading: rows.review_due_by(reading.today),
            keeps=lambda one, reading: one.is_review_due(reading.today),
        ),
        filters.choice(
            "state",
            [*SupplierState.choices, ("all", _("All"))],
            label=_("State"),
            narrow=lambda rows, value, _reading: rows if value == "all" else rows.filter(state=value),
            keeps=lambda one, value, _reading: value in {"all", one.state},
            as_chips=True,
            otherwise=SupplierState.ACTIVE,
        ),
    ),
    acts=(owner_act(Can.WORK),),
    find=lambda reader, keys: [
        (str(one.number), one) for one in _rows(reader).filter(number__in=keys).select_related("owner", "organisation")
    ],
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
