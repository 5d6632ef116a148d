"""What can be done with a request for evidence beside answering it, which takes files and stands on its own."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.evidence.forms.request import EditRequestForm
from waymark.evidence.models.request import REQUEST_LIFECYCLE, EvidenceRequest, can_answer
from waymark.evidence.registers.request import REQUESTS
from waymark.records.acts import RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.work.owners import giving

ACTS: Final[RecordActs[EvidenceRequest]] = RecordActs(
    model=EvidenceRequest,
    register=REQUESTS,
    lifecycle=REQUEST_LIFECYCLE,
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditRequestForm,
            kept=("what", "details", "due_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        giving(needed=True, able=can_answer),
        RecordAct(
            name="withdraw",
            path="withdrawal",
            form=ReasonForm,
            do=lambda one, typed, by: one.withdraw(by=by, **typed),
        ),
    ),
)
