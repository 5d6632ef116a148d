"""What about people ends soon, or has ended and was not renewed: proofs of competence, roles, and awareness."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.competence.awareness import awareness_lines
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.role import AimsRole
from waymark.competence.standing import competence_lines
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

AHEAD: Final = dt.timedelta(days=90)
"""So long before its last day something is listed: a course or a successor takes time to find."""


class EndingKind(models.TextChoices):
    """What ends."""

    PROOF = "proof", _("Proof of competence")
    ASSIGNMENT = "assignment", _("Assignment of an AIMS role")
    AWARENESS = "awareness", _("Awareness of a topic")


@dataclass(frozen=True, slots=True)
class Ending:
    """Something of one member that ends on a day; `name` is what a proof, a role or a topic is called by."""

    kind: EndingKind
    name: str
    record: Any
    title: str
    member: Member
    role: AimsRole | None
    ends_on: dt.date
    url: str

    @property
    def key(self) -> str:
        """Return what names it among all: the proof, or the role or topic and the member."""
        return self.name if self.kind == EndingKind.PROOF else f"{self.name}/{self.member.pk}"

    @property
    def role_title(self) -> str:
        """Return the AIMS role that it belongs to; awareness belongs to none."""
        return "" if self.role is None else self.role.title


def endings(organisation: Organisation, today: dt.date) -> list[Ending]:
    """Return what ends within ninety days or has ended, the first first; seven queries."""
    rows = RoleAssignment.objects.of(organisation).running_on(today).select_related("role", "member")
    running = list(rows.order_by("role__number", "is_deputy", "member__name", "pk"))
    found = [
        *_proofs(organisation, today, running),
        *_assignments(organisation, today, running),
        *_awareness(organisation, today, running),
    ]
    return sorted(found, key=lambda one: (one.ends_on, one.member.name.casefold(), one.key))


def _proofs(organisation: Organisation, today: dt.date, running: Sequence[RoleAssignment]) -> Iterator[Ending]:
    shown: set[int] = set()
    for line in competence_lines(organisation, today, known=running):
        ends_on, proof = line.valid_until, line.proof
        # One role held twice over, as holder and as deputy later, asks for the same proof.
        if proof is None or ends_on is None or ends_on > today + AHEAD or proof.pk in shown:
            continue
        shown.add(proof.pk)
        url = reverse("competence_proof", args=[organisation.slug, proof.number])
        yield Ending(
            EndingKind.PROOF, proof.reference, proof, line.competence.title, line.member, line.role, ends_on, url
        )


def _assignments(organisation: Organisation, today: dt.date, running: Sequence[RoleAssignment]) -> Iterator[Ending]:
    for one in running:
        role, ends_on = one.role, one.held_until
        if ends_on is not None and ends_on <= today + AHEAD:
            url = reverse("aims_role", args=[organisation.slug, role.number])
            yield Ending(EndingKind.ASSIGNMENT, role.reference, one, role.title, one.member, role, ends_on, url)


def _awareness(organisation: Organisation, today: dt.date, running: Sequence[RoleAssignment]) -> Iterator[Ending]:
    for line in awareness_lines(organisation, today, known=running):
        # What somebody was never made aware of cannot expire; the list of awareness names it.
        if line.training is None or line.due_on is None or line.due_on > today + AHEAD:
            continue
        url = reverse("awareness_topic", args=[organisation.slug, line.topic.id])
        topic = line.topic
        yield Ending(EndingKind.AWARENESS, topic.id, line.training, topic.what, line.member, None, line.due_on, url)
