"""What members owe: the signatures that are requested of them."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.signing.models.request import SigningRequest
from waymark.signing.record_kinds import REQUEST
from waymark.work.daily import reminding_of
from waymark.work.owed import Consequence, OwedSource, owed_rows, shown_as


def _signatures(member: Member, _today: dt.date) -> Any:
    mine = SigningRequest.objects.of(member.organisation).open().owned_by(member)
    return owed_rows(mine, consequence=Consequence.MAJOR, what="title", due_on="due_on")


SOURCE: Final = OwedSource(
    name="signing-requests",
    label=_("Requests for signatures"),
    rows=_signatures,
    show=shown_as(_("Signature requested"), REQUEST),
    right=Can.READ,
)
REMINDING: Final = reminding_of(
    REQUEST, lambda organisation, day: SigningRequest.objects.of(organisation).due_by(day), due_on="due_on"
)
