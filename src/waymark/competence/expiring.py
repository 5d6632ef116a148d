"""What about people ends soon, or has ended and was not renewed: proofs of competence, and assignments of roles."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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


@dataclass(frozen=True, slots=True)
class Ending:
    """Something of one member that ends on a day; `record` is what a program knows it by, `url` its page."""

    kind: EndingKind
    record: Any
    title: str
    member: Member
    role: AimsRole
    ends_on: dt.date
    url: str

    @property
    def key(self) -> str:
        """Return what names it among all: the proof, or the role and who holds it."""
        if self.kind == EndingKind.PROOF:
            return str(self.record.reference)
        return f"{self.role.reference}/{self.member.pk}"


def endings(organisation: Organisation, today: dt.date) -> list[Ending]:
    """Return what ends within ninety days or has ended, the first first; four queries."""
    found = [*_proofs(organisation, today), *_assignments(organisation, today)]
    return sorted(found, key=lambda one: (one.ends_on, one.member.name.casefold(), one.key))


def _proofs(organisation: Organisation, today: dt.date) -> Iterator[Ending]:
    shown: set[int] = set()
    for line in competence_lines(organisation, today):
        ends_on, proof = line.valid_until, line.proof
        # One role held twice over, as holder and as deputy later, asks for the same proof.
        if proof is None or ends_on is None or ends_on > today + AHEAD or proof.pk in shown:
            continue
        shown.add(proof.pk)
        url = reverse("competence_proof", args=[organisation.slug, proof.number])
        yield Ending(EndingKind.PROOF, proof, line.competence.title, line.member, line.role, ends_on, url)


def _assignments(organisation: Organisation, today: dt.date) -> Iterator[Ending]:
    for one in _ending_assignments(organisation, today):
        assert one.held_until is not None  # noqa: S101 -- asked of the database
        url = reverse("aims_role", args=[organisation.slug, one.role.number])
        yield Ending(EndingKind.ASSIGNMENT, one, one.role.title, one.member, one.role, one.held_until, url)


def _ending_assignments(organisation: Organisation, today: dt.date) -> Sequence[RoleAssignment]:
    rows = RoleAssignment.objects.of(organisation).running_on(today).filter(held_until__lte=today + AHEAD)
    return list(rows.select_related("role", "member"))
