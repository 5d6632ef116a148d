"""Acts that do not belong in one hand: flagged wherever one member has both, by their roles or by what they did.

Nothing is refused here: the rule and what a small organisation does instead are shown beside each finding. The file of
proposals names acts, no roles; which two roles let one member do both sides of an act is read off what it says of the
roles, and of path.md section 16. Packages above add what their own records show (`add_acts`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.starter import Separation, starter
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.signing.meanings import Meaning
from waymark.signing.models.signature import Signature

AUDIT, ACCEPTANCE, APPROVAL, EFFECT = "S-01", "S-02", "S-03", "S-04"
IMPACT, RELEASE, CONCERN = "S-05", "S-06", "S-07"
AUDITOR: Final = "internal_auditor"
LOOKS_BACK: Final = 12
"""Months in which an auditor must not have built, run, approved or advised on what is audited."""

PAIRS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # Who owns, leads, builds, runs, buys or assesses does not audit it.
    AUDIT: (
        frozenset({AUDITOR}),
        frozenset(
            {
                "top_management",
                "aims_manager",
                "process_owner",
                "ai_system_owner",
                "risk_manager",
                "data_steward",
                "engineering_lead",
                "operations_lead",
                "procurement_lead",
                "impact_assessor",
            }
        ),
    ),
    # Owners and the risk manager propose that a risk is accepted; top management accepts it.
    ACCEPTANCE: (frozenset({"top_management"}), frozenset({"risk_manager", "ai_system_owner"})),
    # The AIMS manager writes most documents; the controller checks approval before release.
    APPROVAL: (frozenset({"document_controller"}), frozenset({"aims_manager"})),
    # Process owners and system owners correct; the auditor checks the effect on own findings.
    EFFECT: (frozenset({AUDITOR}), frozenset({"process_owner", "ai_system_owner"})),
    # The owner of a system answers for its assessment; assessors and builders know it from inside.
    IMPACT: (frozenset({"ai_system_owner"}), frozenset({"impact_assessor", "engineering_lead"})),
    # Engineering tests; the owner and operations let it go live.
    RELEASE: (frozenset({"engineering_lead"}), frozenset({"ai_system_owner", "operations_lead"})),
    # Legal and compliance runs the channel; concerns are about those who lead, own, build and run.
    CONCERN: (
        frozenset({"legal_compliance"}),
        frozenset({"top_management", "ai_system_owner", "engineering_lead", "operations_lead"}),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparationFinding:
    """One member who has both sides of an act: what was found, and where it can be seen.

    `record` and `reference` say what it rests on, `roles` are the proposals of the roles; `instead` is what was noted
    to be done about it.
    """

    separation: Separation
    member: Member
    what: str
    record: Any
    reference: str
    url: str
    roles: frozenset[str] = frozenset()
    instead: str = ""

    @property
    def key(self) -> str:
        """Return what names it among all."""
        return f"{self.separation.id}/{self.member.pk}/{self.reference}"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: an organisation on a day, of some members or of all; and who holds the role of auditor."""

    organisation: Organisation
    today: dt.date
    members: frozenset[int] | None
    auditors: Mapping[int, Member]

    @property
    def since(self) -> dt.date:
        """Return the first day of the months that are looked back on."""
        return add_months(self.today, -LOOKS_BACK)

    def of_those(self, rows: Any, path: str) -> Any:
        """Return the rows of the members who are asked for; `path` leads to the member."""
        return rows if self.members is None else rows.filter(**{f"{path}__in": self.members})


ActsFinder = Callable[[Asking], Iterable[SeparationFinding]]
# A sanctioned way to speak upward: packages above say here what their own records show.
_finders: dict[str, list[ActsFinder]] = defaultdict(list)


def add_acts(finders: Iterable[tuple[str, ActsFinder]]) -> None:
    """Let more kinds of record be asked, each for a separation; adding them again changes nothing."""
    for separation, finder in finders:
        if finder not in _finders[separation]:
            _finders[separation].append(finder)


def asks_acts(separation: str) -> bool:
    """Return whether records are asked for a separation, beside the roles that members hold."""
    return separation == AUDIT or bool(_finders[separation])


def separation_named(key: str) -> Separation:
    """Return a separation by its id. Raises KeyError."""
    return {one.id: one for one in starter().separations}[key]


def find_separations(
    organisation: Organisation,
    today: dt.date,
    members: Iterable[int] | None = None,
    *,
    known: Iterable[RoleAssignment] | None = None,
    by_roles_only: bool = False,
) -> list[SeparationFinding]:
    """Return every finding, rule by rule, of some members or of all; one query, and one for each kind of act.

    Assignments of these members that are `known`, all that there ever were, are not asked for again.
    """
    asked = None if members is None else frozenset(members)
    if asked is not None and not asked:
        return []
    first = add_months(today, -LOOKS_BACK)
    if known is None:
        rows = RoleAssignment.objects.of(organisation).between(first, today).select_related("role", "member")
        known = rows if asked is None else rows.filter(member__in=asked)
    held: dict[int, list[RoleAssignment]] = defaultdict(list)
    for one in sorted(known, key=lambda one: (one.held_from, one.pk)):
        if one.role.starter and one.held_from <= today and not one.has_ended_by(first):
            held[one.member_id].append(one)
    found = [finding for some in held.values() for finding in _by_roles(organisation, some, today)]
    if not by_roles_only:
        every = [one for some in held.values() for one in some if one.role.starter == AUDITOR]
        auditors = {one.member_id: one.member for one in every if one.holds_on(today)}
        asking = Asking(organisation, today, asked, auditors)
        for finder in (_approvals, *(one for some in _finders.values() for one in some)):
            found += finder(asking)
    return sorted(found, key=lambda one: (one.separation.id, one.member.name.casefold(), one.key))


def _by_roles(
    organisation: Organisation, held: Sequence[RoleAssignment], today: dt.date
) -> Iterator[SeparationFinding]:
    """Yield where two roles of one member are both sides of an act; an auditor is asked for former roles as well."""
    now: dict[str, RoleAssignment] = {}
    before: dict[str, RoleAssignment] = {}
    for one in held:
        (now if one.holds_on(today) else before)[one.role.starter] = one
    for key, (sides, others) in PAIRS.items():
        there = {**before, **now} if key == AUDIT else now
        for side, other in product(sorted(sides & now.keys()), sorted(others & there.keys())):
            pair = (now[side], there[other])
            later = max(pair, key=lambda one: (one.held_from, one.pk))
            yield SeparationFinding(
                separation=separation_named(key),
                member=later.member,
                what=_("%(one)s and %(other)s") % {"one": _named(pair[0], today), "other": _named(pair[1], today)},
                record=pair[1],
                reference=pair[1].role.reference,
                url=reverse("aims_role", args=[organisation.slug, later.role.number]),
                roles=frozenset({side, other}),
                instead="\n".join(dict.fromkeys(one.mitigation for one in pair if one.mitigation)),
            )


def _named(one: RoleAssignment, today: dt.date) -> str:
    named = {"role": one.role.title, "day": one.held_until}
    if not one.holds_on(today):
        return _("%(role)s until %(day)s") % named
    return _("deputy of %(role)s") % named if one.is_deputy else one.role.title


def _approvals(asking: Asking) -> Iterator[SeparationFinding]:
    """Yield each auditor who has approved versions of records in the months that are looked back on; one query."""
    if not asking.auditors:
        return
    rows = Signature.objects.of(asking.organisation).meaning(Meaning.APPROVED).filter(member__in=asking.auditors)
    signed: dict[int, list[Signature]] = defaultdict(list)
    for one in rows.filter(signed_at__date__gte=asking.since).select_related("item__request").order_by("signed_at"):
        signed[one.member_id].append(one)
    for member_id, some in signed.items():
        last = some[-1]
        words = ngettext(
            "Internal auditor who approved %(n)d version in the last twelve months, on %(day)s",
            "Internal auditor who approved %(n)d versions in the last twelve months, the last on %(day)s",
            len(some),
        )
        day = day_in(asking.organisation.time_zone, last.signed_at)
        yield SeparationFinding(
            separation=separation_named(AUDIT),
            member=asking.auditors[member_id],
            what=words % {"n": len(some), "day": day},
            record=last,
            reference=last.item.request.reference,
            url=reverse("signing_request", args=[asking.organisation.slug, last.item.request.number]),
            roles=frozenset({AUDITOR}),
        )
