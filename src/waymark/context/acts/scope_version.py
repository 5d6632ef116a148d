"""What can be done with a version of the scope: its forms, its verbs, and what each form proposes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.context.forms.scope_version import (
    ActivityForm,
    ConsiderForm,
    CoverForm,
    EditScopeVersionForm,
    EffectForm,
    InterfaceForm,
    NewScopeVersionForm,
    OutsideForm,
    OutsideSystemForm,
    RecordApprovalForm,
    RemoveRowForm,
    RequestApprovalForm,
)
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.registers.scope_version import SCOPE_VERSIONS
from waymark.context.scope_approval import record_approval, request_approval
from waymark.context.scope_editing import (
    consider,
    cover,
    leave_out_system,
    set_activity,
    set_interface,
    set_outside,
)
from waymark.context.scope_life import LIFECYCLE
from waymark.people.readers import Reader
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.records.registers import Reading
from waymark.records.reviewing import REVIEW, year_after
from waymark.work.owners import OWNER, giving

SIGNER: Final = {"type": "integer", "description": "Key of the member who is asked to approve."}
_WEEK: Final = dt.timedelta(days=7)


def _its(one: ScopeVersion, _reader: Reader) -> Mapping[str, Any]:
    return {"scope": one}


def _numbers(*parts: str) -> Any:
    return lambda one, _reading: {name: [str(row["number"]) for row in getattr(one, name)] for name in parts}


def _next_number(reading: Reading) -> str:
    """Return the number that would follow that of the version before."""
    before = ScopeVersion.before(reading.reader.organisation)
    if before is None:
        return "1.0"
    major, minor = before.version_number.split(".")
    return f"{major}.{int(minor) + 1}"


def _asking(_one: ScopeVersion, reading: Reading) -> Mapping[str, Any]:
    return {"due_on": reading.today + _WEEK, "next_review_on": year_after(reading.today)}


def _asked(one: ScopeVersion, made: Any, _reader: Reader) -> str:
    if made is None:
        return ""
    return _now("%(reference)s asks %(name)s to approve version %(number)s.") % {
        "reference": made.reference,
        "name": made.owner.name,
        "number": one.version_number,
    }


ACTS: Final[RecordActs[ScopeVersion]] = RecordActs(
    model=ScopeVersion,
    register=SCOPE_VERSIONS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        name="draft",
        form=NewScopeVersionForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None, "version_number": _next_number(reading)},
        make=lambda organisation, typed, by: ScopeVersion.draft(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditScopeVersionForm,
            kept=("version_number", "reason", "summary", "units", "sentence"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="cover",
            path="coverage",
            form=CoverForm,
            given=_its,
            first=_numbers("sites", "systems"),
            do=lambda one, typed, by: cover(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="consider",
            path="context",
            form=ConsiderForm,
            given=_its,
            kept=("considered",),
            first=_numbers("factors", "needs"),
            do=lambda one, typed, by: consider(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="set_activity",
            path="activities",
            form=ActivityForm,
            given=_its,
            do=lambda one, typed, by: set_activity(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="set_interface",
            path="interfaces",
            form=InterfaceForm,
            do=lambda one, typed, by: set_interface(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="set_outside",
            path="exclusions",
            form=OutsideForm,
            do=lambda one, typed, by: set_outside(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="leave_out_system",
            path="systems-outside",
            form=OutsideSystemForm,
            given=_its,
            do=lambda one, typed, by: leave_out_system(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="remove_row",
            path="row-removal",
            form=RemoveRowForm,
            do=lambda one, typed, by: one.remove_row(by=by, **typed),
        ),
        RecordAct(
            name="request_approval",
            path="approval-request",
            form=RequestApprovalForm,
            given=_its,
            first=_asking,
            do=lambda one, typed, by: request_approval(one, by=by, **typed),
            done=_asked,
            described={"signer": SIGNER},
        ),
        RecordAct(
            name="record_approval",
            path="outside-approval",
            form=RecordApprovalForm,
            do=lambda one, typed, by: record_approval(one, by=by, **typed),
        ),
        RecordAct(
            name="take_back",
            path="taking-back",
            form=ReasonForm,
            do=lambda one, typed, by: one.take_back(by=by, **typed),
        ),
        RecordAct(
            name="take_effect", path="effect", form=EffectForm, do=lambda one, _typed, by: one.take_effect(by=by)
        ),
        REVIEW,
        giving(),
        RecordAct(
            name="withdraw", path="withdrawal", form=ReasonForm, do=lambda one, typed, by: one.withdraw(by=by, **typed)
        ),
    ),
)
