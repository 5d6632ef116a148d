"""How each member stands with what their roles need: met, about to expire, expired, or missing (7.2)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.role import AimsRole
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

SOON: Final = dt.timedelta(days=30)
"""So long before its last day a proof is about to expire."""


class Standing(models.TextChoices):
    """How a member stands with one competence, the best first."""

    MET = "met", _("Met")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    MISSING = "missing", _("Missing")


SHAPES: Final = {Standing.MET: "in", Standing.EXPIRING: "part", Standing.EXPIRED: "late", Standing.MISSING: "miss"}
"""The mark of each."""


@dataclass(frozen=True, slots=True)
class CompetenceLine:
    """One competence that a role asks of a member, and the proof that counts, or counted last."""

    assignment: RoleAssignment
    competence: Competence
    standing: Standing
    proof: Proof | None
    valid_until: dt.date | None

    @property
    def member(self) -> Member:
        """Return whose competence it is."""
        return self.assignment.member

    @property
    def role(self) -> AimsRole:
        """Return the role that asks for it."""
        return self.assignment.role

    @property
    def shape(self) -> str:
        """Return the mark of how they stand."""
        return SHAPES[self.standing]

    @property
    def key(self) -> str:
        """Return what names it among all: the competence and the member."""
        return f"{self.competence.reference}/{self.member.pk}"


def competence_lines(
    organisation: Organisation,
    today: dt.date,
    member: Member | None = None,
    *,
    known: Iterable[RoleAssignment] | None = None,
) -> list[CompetenceLine]:
    """Return what the roles in use ask of those who hold them today, or of one member; three queries.

    Assignments of the member that are `known` are not asked for again.
    """
    proofs = Proof.objects.of(organisation).active().select_related("owner")
    proofs = proofs if member is None else proofs.filter(person=member)
    needed: dict[int, list[Competence]] = defaultdict(list)
    for one in Competence.objects.of(organisation).needed().order_by("number"):
        needed[one.role_id].append(one)
    shown: dict[tuple[int, int], list[Proof]] = defaultdict(list)
    for proof in proofs.order_by("shown_on", "number"):
        shown[proof.person_id, proof.competence_id].append(proof)
    return [
        line_of(assignment, competence, shown[assignment.member_id, competence.pk], today)
        for assignment in _held(organisation, today, member, known)
        for competence in needed[assignment.role_id]
    ]


def _held(
    organisation: Organisation, today: dt.date, member: Member | None, known: Iterable[RoleAssignment] | None
) -> Iterable[RoleAssignment]:
    if known is not None:
        return sorted(
            (one for one in known if one.holds_on(today)), key=lambda one: (one.role.number, one.is_deputy, one.pk)
        )
    rows = RoleAssignment.objects.of(organisation).running_on(today).select_related("role", "member")
    rows = rows if member is None else rows.filter(member=member)
    return rows.order_by("role__number", "is_deputy", "member__name", "pk")


def line_of(
    assignment: RoleAssignment, competence: Competence, proofs: Sequence[Proof], today: dt.date
) -> CompetenceLine:
    """Return how a member stands with one competence, from their proofs of it."""
    # A proof that was accepted when it was recorded stays one, even where the accepted kinds changed since.
    best = _lasting(proofs)
    counted = sorted(best.values(), key=_end, reverse=True)[: competence.kinds_needed]
    if not counted:
        return CompetenceLine(assignment, competence, Standing.MISSING, None, None)
    # Where every kind is needed, the one that ends first decides.
    last = counted[-1]
    if len(counted) < competence.kinds_needed:
        return CompetenceLine(assignment, competence, Standing.MISSING, last, last.valid_until)
    return CompetenceLine(assignment, competence, _standing(last.valid_until, today), last, last.valid_until)


def lines_of_competence(competence: Competence, today: dt.date) -> list[CompetenceLine]:
    """Return how everybody who holds its role today stands with one competence; two queries."""
    held = RoleAssignment.objects.filter(role=competence.role_id).running_on(today).select_related("role", "member")
    shown: dict[int, list[Proof]] = defaultdict(list)
    for proof in Proof.objects.filter(competence=competence).active().order_by("shown_on", "number"):
        shown[proof.person_id].append(proof)
    return [
        line_of(one, competence, shown[one.member_id], today)
        for one in held.order_by("is_deputy", "member__name", "pk")
    ]


def counts_of(lines: Iterable[CompetenceLine]) -> dict[str, int]:
    """Return how many lines there are of each standing, the best first."""
    counts = dict.fromkeys((one.value for one in Standing), 0)
    for line in lines:
        counts[line.standing.value] += 1
    return counts


def _lasting(proofs: Iterable[Proof]) -> dict[str, Proof]:
    """Return of each kind the proof that lasts longest."""
    best: dict[str, Proof] = {}
    for one in proofs:
        if one.kind not in best or _end(one) >= _end(best[one.kind]):
            best[one.kind] = one
    return best


def _end(proof: Proof) -> dt.date:
    return proof.valid_until or dt.date.max


def _standing(valid_until: dt.date | None, today: dt.date) -> Standing:
    if valid_until is None or valid_until > today + SOON:
        return Standing.MET
    return Standing.EXPIRING if valid_until >= today else Standing.EXPIRED
