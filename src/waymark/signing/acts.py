"""What can be done with a request beside signing, which a person does on its page and no program can."""

from typing import Final

from waymark.records.acts import RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.signing.models.request import SIGNING_LIFECYCLE, SigningRequest
from waymark.signing.registers import REQUESTS, can_sign
from waymark.work.owners import giving

ACTS: Final[RecordActs[SigningRequest]] = RecordActs(
    model=SigningRequest,
    register=REQUESTS,
    lifecycle=SIGNING_LIFECYCLE,
    acts=(
        giving(needed=True, able=can_sign),
        RecordAct(
            name="withdraw",
            path="withdrawal",
            form=ReasonForm,
            do=lambda one, typed, by: one.withdraw(by=by, **typed),
        ),
    ),
)
