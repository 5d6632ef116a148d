"""Everything about a clause, a control or a point: its own entries, ratings, evidence, tasks, requests and comments."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from waymark.catalogue.models.framework import Point
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing, StandingQuerySet
from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Verification
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import RecordKind, kinds, lines_for

Subjects = dict[str, Iterable[int]]


def is_taken_up(organisation: Organisation, ref: str) -> bool:
    """Return whether a text is the reference of a clause, a control or a point that an organisation answers to."""
    return _at_or_below(organisation, ref).exists() or _with_point(organisation, ref).exists()


def about_clause(member: Member, ref: str) -> Subjects:
    """Return the records about a clause with all below it, or about one point, as far as the member may read them.

    Keys by kind, some as QuerySets that become part of the question for the entries. What is asked here is as much for
    one record as for thousands: who answers, what may be read of it, and the same for each kind that hides records.
    """
    organisation = member.organisation
    whole = dict(_at_or_below(organisation, ref).values_list("pk", "requirement"))
    known = whole or dict(_with_point(organisation, ref).values_list("pk", "requirement"))
    readable = [pk for _kind, pk in lines_for(member, {(_kind_of(Standing), pk) for pk in known})]
    requirements = [known[pk] for pk in readable]
    points = Point.objects.filter(requirement__in=requirements, **({} if whole else {"ref__iexact": ref})).values_list(
        "pk", flat=True
    )
    itself = readable if whole else []
    targets: Subjects = {_kind_of(Standing): itself, _kind_of(Point): points}
    found: Subjects = {
        _kind_of(Standing): itself,
        _kind_of(Judgement): Judgement.objects.of(organisation).filter(point__in=points).values_list("pk", flat=True),
    }
    if whole:
        found[_kind_of(Wording)] = (
            Wording.objects.of(organisation).filter(requirement__in=requirements).values_list("pk", flat=True)
        )
    for kind in kinds():
        if (pointing := _pointing(kind, member, targets)) is not None:
            found[kind.kind] = pointing
    return found | _evidence_of(found[_kind_of(EvidenceLink)])


def _at_or_below(organisation: Organisation, ref: str) -> StandingQuerySet:
    here = Q(requirement__ref__iexact=ref) | Q(requirement__ref__istartswith=f"{ref}.")
    return Standing.objects.of(organisation).filter(here)


def _with_point(organisation: Organisation, ref: str) -> StandingQuerySet:
    return Standing.objects.of(organisation).filter(requirement__points__ref__iexact=ref)


def _pointing(kind: RecordKind, member: Member, targets: Mapping[str, Any]) -> Iterable[int] | None:
    """Return the records of a kind that point at any of the targets, or None where the kind points at nothing."""
    model: Any = apps.get_model(kind.kind)
    pointers = getattr(model, "pointers", {})
    if not pointers:
        return None
    asked = Q()
    for key, of_kind in pointers.items():
        for target, keys in targets.items():
            asked |= Q(**{of_kind: target, f"{key}__in": keys})
    rows = model.objects.of(member.organisation).filter(asked).values_list("pk", flat=True)
    # What a member may not read does not exist for them, so it is not found by what it is about either.
    return [pk for _kind, pk in lines_for(member, {(kind.kind, pk) for pk in rows})] if kind.hides else rows


def _evidence_of(links: Iterable[int]) -> Subjects:
    """Return the evidence that some links lead to, with what belongs to it; who may read a link may read that."""
    items = EvidenceLink.objects.filter(pk__in=links).values_list("evidence", flat=True)
    return {
        _kind_of(Evidence): items,
        _kind_of(Capture): Capture.objects.filter(evidence__in=items).values_list("pk", flat=True),
        _kind_of(CaptureFile): CaptureFile.objects.filter(capture__evidence__in=items).values_list("pk", flat=True),
        _kind_of(Verification): Verification.objects.filter(capture__evidence__in=items).values_list("pk", flat=True),
    }


def _kind_of(model: Any) -> str:
    return str(model._meta.label_lower)
