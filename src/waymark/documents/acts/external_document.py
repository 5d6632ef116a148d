"""What can be done with an external document: its forms, its verbs, and what each form proposes."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.form_fields import SUPPLIER
from waymark.documents.forms.external_document import SYSTEM, CheckForm, EditExternalForm, NewExternalForm
from waymark.documents.models.external_document import LIFECYCLE, Check, ExternalDocument
from waymark.documents.registers.external_document import EXTERNALS
from waymark.evidence.freshness import add_months
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.registers import Reading
from waymark.work.owners import OWNER, giving

_MONTHS: Final = 6
"""Months to the next check that are proposed (documents.md, item M-14)."""


def _about(one: ExternalDocument, _reading: Reading) -> dict[str, Any]:
    return {"system": one.system_id, "supplier": one.supplier_id}


def _check(one: ExternalDocument, reading: Reading) -> dict[str, Any]:
    return {"on": reading.today, "next_on": add_months(reading.today, one.check_months)}


ACTS: Final[RecordActs[ExternalDocument]] = RecordActs(
    model=ExternalDocument,
    register=EXTERNALS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewExternalForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {
            "owner": reading.reader.pk or None,
            "check_months": _MONTHS,
            "next_review_on": add_months(reading.today, _MONTHS),
        },
        make=lambda organisation, typed, by: ExternalDocument.add(organisation, by=by, **typed),
        described={"owner": OWNER, "system": SYSTEM, "supplier": SUPPLIER},
    ),
    acts=(
        RecordAct(
            name="review",
            path="checks",
            form=CheckForm,
            first=_check,
            do=lambda one, typed, by: one.review(Check(**typed), by=by),
        ),
        giving(),
        RecordAct(
            name="edit",
            path="edit",
            form=EditExternalForm,
            given=lambda one, _reader: {"organisation": one.organisation},
            kept=(
                *("title", "kind", "issuer", "edition", "edition_on", "kept_at", "source", "needed_for", "about"),
                *("check_months", "next_review_on"),
            ),
            first=_about,
            do=lambda one, typed, by: one.edit(by=by, **typed),
            described={"system": SYSTEM, "supplier": SUPPLIER},
            button=_("Save"),
        ),
        *retiring.ACTS,
    ),
)
