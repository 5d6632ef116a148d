"""Keeps what lies behind points and requirements added up, in the transaction of each act that changes it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.outline import Outline, OutlineRequirement, outline
from waymark.conformity.backing import POINT, STANDING, Backing, pieces_today
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.models.standing import Standing
from waymark.core.jobs import job
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.organisation import Organisation
from waymark.records.backing import Piece, Subject
from waymark.trail.chain import lock_chain


def keep_changed(organisation_id: int, subjects: Collection[Subject]) -> None:
    """Work out again what lies behind the requirements that some records belong to; other records are left alone."""
    points = [pk for kind, pk in subjects if kind == POINT]
    standings = [pk for kind, pk in subjects if kind == STANDING]
    if not points and not standings:
        return
    touched = _of_points(organisation_id, points) | _of_standings(organisation_id, standings)
    organisation = Organisation.objects.get(pk=organisation_id)
    by_framework: dict[int, set[int]] = {}
    for framework, requirement in touched:
        by_framework.setdefault(framework, set()).add(requirement)
    for framework, requirements in by_framework.items():
        tree = outline(framework, organisation.language)
        keep(organisation, tree, [tree.requirement_with(pk) for pk in sorted(requirements)])


def _of_points(organisation_id: int, keys: Collection[int]) -> set[tuple[int, int]]:
    if not keys:
        return set()
    taken_up = Standing.objects.filter(organisation_id=organisation_id, requirement__points__in=keys).order_by()
    return set(taken_up.values_list("requirement__framework_id", "requirement_id").distinct())


def _of_standings(organisation_id: int, keys: Collection[int]) -> set[tuple[int, int]]:
    if not keys:
        return set()
    rows = Standing.objects.filter(organisation_id=organisation_id, pk__in=keys)
    return set(rows.values_list("requirement__framework_id", "requirement_id"))


def keep(organisation: Organisation, tree: Outline, requirements: Collection[OutlineRequirement]) -> None:
    """Work out what lies behind some requirements and their points now, in place of what was kept."""
    rows = kept_rows(organisation, requirements, pieces_today(organisation, tree, requirements))
    with transaction.atomic():
        before = KeptBacking.objects.of(organisation).filter(requirement__in=[one.pk for one in requirements])
        before.delete()
        KeptBacking.objects.bulk_create(rows, batch_size=200)


def keep_all(organisation: Organisation) -> None:
    """Work out what lies behind everything an organisation has taken up: for rows that no act of today has made."""
    frameworks = Standing.objects.of(organisation).order_by().values_list("requirement__framework", flat=True)
    with transaction.atomic():
        # Who changes evidence meanwhile waits, and adds up what they changed afterwards.
        lock_chain(organisation.pk)
        KeptBacking.objects.of(organisation).delete()
        for framework in sorted(set(frameworks.distinct())):
            tree = outline(framework, organisation.language)
            rows = kept_rows(organisation, tree.auditable, pieces_today(organisation, tree))
            KeptBacking.objects.bulk_create(rows, batch_size=200)


@job(every=dt.timedelta(days=1), label=_("Adding up the evidence behind points"))
def keep_backing() -> None:
    """Work everything out again once a day: what an act missed, or an update counts otherwise, holds a day at most."""
    for organisation in Organisation.objects.living().order_by("pk"):
        keep_all(organisation)


def keep_missing() -> int:
    """Work out what lies behind the points of organisations for which nothing is kept yet; return how many there are.

    After an update from a version that kept nothing.
    """
    kept = KeptBacking.objects.order_by().values("organisation")
    linked = EvidenceLink.objects.filter(ended_at=None, kind__in=(STANDING, POINT)).order_by().values("organisation")
    missing = list(Organisation.objects.filter(pk__in=linked).exclude(pk__in=kept).order_by("pk"))
    for organisation in missing:
        keep_all(organisation)
    return len(missing)


def kept_rows(
    organisation: Organisation, requirements: Iterable[OutlineRequirement], pieces: Mapping[int, tuple[Piece, ...]]
) -> list[KeptBacking]:
    """Return the rows for some requirements: one for each point with something behind it, one for the whole."""
    rows = []
    for one in requirements:
        given = {point.pk: pieces[point.pk] for point in one.points if pieces.get(point.pk)}
        if given:
            whole = {piece.subject: piece for every in given.values() for piece in every}
            sums = [(None, Backing.of(whole.values())), *((pk, Backing.of(every)) for pk, every in given.items())]
            rows += [
                KeptBacking(organisation=organisation, requirement_id=one.pk, point_id=point, **backing._asdict())
                for point, backing in sums
            ]
    return rows
