"""What can be done with a notice of a supplier: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.supplier_notice import DecisionForm, EditNoticeForm, InformedForm, ScreeningForm
from waymark.context.models.supplier_notice import LIFECYCLE, SupplierNotice
from waymark.context.registers.supplier_notice import SUPPLIER_NOTICES
from waymark.records.acts import RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.work.owners import giving

ACTS: Final[RecordActs[SupplierNotice]] = RecordActs(
    model=SupplierNotice,
    register=SUPPLIER_NOTICES,
    lifecycle=LIFECYCLE,
    acts=(
        RecordAct(
            name="screen",
            path="screening",
            form=ScreeningForm,
            first=lambda _one, reading: {"on": reading.today},
            do=lambda one, typed, by: one.screen(by=by, **typed),
        ),
        RecordAct(
            name="decide",
            path="decision",
            form=DecisionForm,
            first=lambda _one, reading: {"on": reading.today},
            do=lambda one, typed, by: one.decide(by=by, **typed),
        ),
        RecordAct(
            name="inform",
            path="informing",
            form=InformedForm,
            first=lambda _one, reading: {"on": reading.today},
            do=lambda one, typed, by: one.inform(by=by, **typed),
            button=_("Save"),
        ),
        giving(),
        RecordAct(
            name="edit",
            path="edit",
            form=EditNoticeForm,
            kept=("title", "kind", "arrived_on", "effective_on", "details"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(name="close", path="closing", form=ReasonForm, do=lambda one, typed, by: one.close(by=by, **typed)),
    ),
)
