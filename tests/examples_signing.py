"""How requests for signatures are made and what is done with them, for `tests/examples.py`."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.signing import subjects
from waymark.people.models.member import Member
from waymark.signing.answering import answer
from waymark.signing.models.request import SigningRequest
from waymark.signing.voiding import void_pending
from waymark.work.owners import give

_REASON = "There is a reason for it."


def make(by: Member, number: int) -> SigningRequest:
    """Return a request for a signature on one supplier."""
    return subjects.asked(by, by, subjects.supplier(by, f"To sign {number}"))


def _answer(one: SigningRequest, _by: Member, _other: Member) -> None:
    answer(one, subjects.decided(one), by=one.owner, presence=subjects.presence())


def _void(one: SigningRequest, by: Member, _other: Member) -> None:
    if not one.is_open:
        one.close_void(by=by, reason=_REASON)
    for item in one.items.all():
        void_pending(one.organisation, item.kind, item.record_id, reason=_REASON, by=by)
    one.refresh_from_db()


ACTS: Final[Mapping[str, Callable[[Any, Member, Member], object]]] = {
    "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
    "answer": _answer,
    "reschedule": lambda one, by, _other: one.reschedule(one.due_on + dt.timedelta(days=7), by=by),
    "withdraw": lambda one, by, _other: one.withdraw(reason=_REASON, by=by),
    "void": _void,
}
