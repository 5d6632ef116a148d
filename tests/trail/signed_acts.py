"""How the events of signing come about, for `tests/trail/acts.py`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.signing import subjects
from waymark.signing.answering import answer
from waymark.signing.models.item import Outcome
from waymark.signing.models.rules import SigningRules
from waymark.signing.voiding import void_pending


def sign_everything(stage: Any) -> None:
    """Sign a version, return one, and void one."""
    SigningRules.objects.in_force(stage.organisation).set_rules(
        separates_approval=True, managers_approve=True, by=stage.by
    )
    subjects.signed(subjects.asked(stage.by, stage.by))
    returned = subjects.asked(stage.by, stage.by)
    decisions = subjects.decided(returned, Outcome.RETURNED, "Name the region.")
    answer(returned, decisions, by=stage.by, presence=subjects.presence())
    for item in subjects.asked(stage.other, stage.by).items.all():
        void_pending(stage.organisation, item.kind, item.record_id, reason="It was edited.", by=stage.by)


SIGNED_ACTS: Final[Mapping[str, Callable[[Any], object]]] = dict.fromkeys(
    (
        "signature.given",
        "signing-item.added",
        "signing-item.returned",
        "signing-item.signed",
        "signing-item.voided",
        "signing-rules.set",
    ),
    sign_everything,
)
