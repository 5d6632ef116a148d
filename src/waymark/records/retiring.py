"""What the acts and the register of a retirable kind have in common."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.records import columns, filters
from waymark.records.acts import RecordAct
from waymark.records.forms import ReasonForm
from waymark.records.registers import Column, Filter
from waymark.records.retirable import UseState

ACTS: Final[tuple[RecordAct[Any], ...]] = (
    RecordAct(name="retire", path="retirement", form=ReasonForm, do=lambda one, typed, by: one.retire(by=by, **typed)),
    RecordAct(
        name="reinstate", path="reinstatement", form=ReasonForm, do=lambda one, typed, by: one.reinstate(by=by, **typed)
    ),
)
"""`retire` and `reinstate`, each with its reason."""
COLUMNS: Final[tuple[Column[Any], ...]] = (
    columns.choice("state", _("State"), UseState, only_in_files=True),
    columns.text("retired_reason", _("Why retired"), width=40, only_in_files=True),
)
STATE: Final[Filter[Any]] = filters.state(UseState, otherwise=UseState.ACTIVE)
"""The list begins with what is in use."""
