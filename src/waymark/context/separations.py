"""What the records of this package show of acts in one hand: auditors who own AI systems, and scopes approved alone."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.competence.separations import APPROVAL, AUDIT, AUDITOR, Asking, SeparationFinding, separation_named
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.system import AISystem
from waymark.context.scope_life import ScopeState

_NAMED = 12
"""References that a sentence names at most."""
_STANDS = (ScopeState.APPROVED, ScopeState.EFFECTIVE)


def audited_systems(asking: Asking) -> Iterator[SeparationFinding]:
    """Yield each internal auditor who owns AI systems that are not retired; one query where there is an auditor."""
    if not asking.auditors:
        return
    rows = AISystem.objects.of(asking.organisation).to_hand_over().filter(owner__in=asking.auditors)
    owned: dict[int | None, list[AISystem]] = defaultdict(list)
    for one in rows.order_by("number"):
        owned[one.owner_id].append(one)
    for member_id, member in asking.auditors.items():
        some = owned[member_id]
        if not some:
            continue
        references = ", ".join(one.reference for one in some[:_NAMED])
        yield SeparationFinding(
            separation=separation_named(AUDIT),
            member=member,
            what=_("Internal auditor who owns AI systems: %(references)s") % {"references": references},
            record=some[0],
            reference=some[0].reference,
            url=reverse("system", args=[asking.organisation.slug, some[0].number]),
            roles=frozenset({AUDITOR}),
        )


def scopes_approved_alone(asking: Asking) -> Iterator[SeparationFinding]:
    """Yield each scope version, approved or in force, that its only author approved; one query."""
    rows = ScopeVersion.objects.of(asking.organisation).filter(is_self_approved=True, state__in=_STANDS)
    for one in asking.of_those(rows, "approved_by").select_related("approved_by").order_by("number"):
        named = {"reference": one.reference, "version": one.version_number, "day": one.approved_on}
        yield SeparationFinding(
            separation=separation_named(APPROVAL),
            member=one.approved_by,
            what=_("Approved %(reference)s, scope %(version)s, as its only author on %(day)s") % named,
            record=one,
            reference=one.reference,
            url=reverse("scope", args=[asking.organisation.slug, one.number]),
        )


ACTS = ((AUDIT, audited_systems), (APPROVAL, scopes_approved_alone))
