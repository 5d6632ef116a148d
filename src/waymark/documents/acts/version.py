"""What can be done with a version: its forms, its verbs, and what each form proposes; it is approved by signing."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.core.forms import VersionedForm
from waymark.documents.changing import (
    approve_outside,
    dispose,
    edit_draft,
    import_text,
    submit,
    use_text,
    withdraw_version,
)
from waymark.documents.forms.version import EditVersionForm, ImportTextForm, OutsideForm, SubmitForm
from waymark.documents.models.version import DocumentVersion
from waymark.documents.registers.version import VERSIONS
from waymark.documents.version_life import LIFECYCLE
from waymark.records.acts import RecordAct, RecordActs
from waymark.records.forms import ReasonForm

_WEEK: Final = dt.timedelta(days=7)
_REVIEWER: Final = {"type": "integer", "description": "Key of the member who reviews it; null for none."}
_APPROVER: Final = {"type": "integer", "description": "Key of the member who approves it."}


def _edited(_one: DocumentVersion, voided: int, _reader: Any) -> str:
    if not voided:
        return str(_("Saved."))
    sentence = ngettext(
        "Saved. It is a draft again, and %(n)d requested signature is void.",
        "Saved. It is a draft again, and %(n)d requested signatures are void.",
        voided,
    )
    return sentence % {"n": voided}


def _text_imported(_one: DocumentVersion, result: Any, _reader: Any) -> str:
    lost, voided = result if result is not None else ((), 0)
    parts: list[Any] = [_("The text was imported. The Word document is kept as its original.")]
    if lost:
        parts.append(_("Not imported: %(lost)s.") % {"lost": ", ".join(lost)})
    if voided:
        parts.append(_("Requested signatures are void."))
    return " ".join(str(one) for one in parts)


ACTS: Final[RecordActs[DocumentVersion]] = RecordActs(
    model=DocumentVersion,
    register=VERSIONS,
    lifecycle=LIFECYCLE,
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditVersionForm,
            kept=("text", "reason", "summary", "planned_from"),
            do=lambda one, typed, by: edit_draft(one, by=by, **typed),
            done=_edited,
            button=_("Save"),
        ),
        RecordAct(
            name="import_text",
            path="text-import",
            form=ImportTextForm,
            given=lambda one, _reader: {"document_version": one},
            do=lambda one, typed, by: (typed["taken"].lost, import_text(one, typed["taken"], by=by)),
            done=_text_imported,
        ),
        RecordAct(
            name="use_text",
            path="text-use",
            form=VersionedForm,
            do=lambda one, _typed, by: use_text(one, by=by),
            done=_edited,
        ),
        RecordAct(
            name="submit",
            path="submission",
            form=SubmitForm,
            given=lambda _one, reader: {"reader": reader},
            first=lambda _one, reading: {"due_on": reading.today + _WEEK},
            do=lambda one, typed, by: submit(one, by=by, **typed),
            described={"reviewer": _REVIEWER, "approver": _APPROVER},
        ),
        RecordAct(
            name="approve_outside",
            path="outside-approval",
            form=OutsideForm,
            do=lambda one, typed, by: approve_outside(one, by=by, **typed),
        ),
        RecordAct(
            name="withdraw",
            path="withdrawal",
            form=ReasonForm,
            do=lambda one, typed, by: withdraw_version(one, by=by, **typed),
        ),
        RecordAct(
            name="dispose",
            path="disposal",
            form=VersionedForm,
            do=lambda one, _typed, by: dispose(one, by=by),
        ),
    ),
)
