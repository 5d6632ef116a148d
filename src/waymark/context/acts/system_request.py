"""What can be done with a request for an AI system."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.form_fields import SUPPLIER
from waymark.context.forms.system_request import (
    REQUEST,
    SYSTEM,
    AnswerForm,
    MergeForm,
    ProposeForm,
    QuestionForm,
    TakeInForm,
)
from waymark.context.models.system_request import SystemRequest
from waymark.context.registers.system_request import REQUESTS
from waymark.context.request_life import LIFECYCLE
from waymark.context.taking_in import take_in
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.work.owners import OWNER, giving


def can_decide(member: Member) -> bool:
    """Return whether a member can decide on requests."""
    return member.can(Can.MANAGE_AIMS)


def _inside(_one: SystemRequest, reader: Reader) -> Mapping[str, Any]:
    return {"organisation": reader.organisation}


def _beside_claims(one: SystemRequest, reader: Reader) -> Mapping[str, Any]:
    return {"organisation": reader.organisation, "claims": one.claims}


ACTS: Final[RecordActs[SystemRequest]] = RecordActs(
    model=SystemRequest,
    register=REQUESTS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        name="propose",
        form=ProposeForm,
        make=lambda organisation, typed, by: SystemRequest.propose(organisation, by=by, **typed),
    ),
    acts=(
        RecordAct(
            name="take_in",
            path="inclusion",
            form=TakeInForm,
            given=_beside_claims,
            kept=("name", "purpose", "users"),
            do=lambda one, typed, by: take_in(one, by=by, **typed),
            done=lambda _one, system, _reader: (
                _("%(reference)s was added.") % {"reference": system.reference} if system is not None else ""
            ),
            described={"owner": OWNER, "supplier": SUPPLIER},
        ),
        RecordAct(
            name="merge",
            path="merging",
            form=MergeForm,
            given=_inside,
            do=lambda one, typed, by: one.merge(by=by, **typed),
            described={"system": SYSTEM, "request": REQUEST},
        ),
        RecordAct(name="ask", path="question", form=QuestionForm, do=lambda one, typed, by: one.ask(by=by, **typed)),
        RecordAct(name="answer", path="answer", form=AnswerForm, do=lambda one, typed, by: one.answer(by=by, **typed)),
        giving(able=can_decide),
        RecordAct(
            name="decline", path="decline", form=ReasonForm, do=lambda one, typed, by: one.decline(by=by, **typed)
        ),
    ),
)
