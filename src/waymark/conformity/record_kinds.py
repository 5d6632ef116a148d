"""The kinds of record of this package that others may point at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.outline import Outline, OutlinePoint, outline
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing, StandingQuerySet
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.records import RecordKind, RecordLine

_OFFERED = 20
_COLUMNS = ("pk", "requirement__ref", "requirement__framework")


def _requirements(organisation: Organisation, rows: StandingQuerySet) -> list[RecordLine]:
    columns = rows.order_by("requirement__order").values_list(*_COLUMNS)
    return [
        _requirement_line(organisation, pk, ref, outline(framework, organisation.language))
        for pk, ref, framework in columns
    ]


def _requirement_line(organisation: Organisation, pk: int, ref: str, tree: Outline) -> RecordLine:
    address = reverse("requirement", args=[organisation.slug, ref])
    return RecordLine("conformity.standing", pk, ref, tree.requirement(ref).title, address)


def _look_up_requirements(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Standing.objects.of(organisation).filter(pk__in=keys)
    return {line.pk: line for line in _requirements(organisation, rows)}


def _choose_requirements(organisation: Organisation, text: str) -> list[RecordLine]:
    wanted = text.casefold()
    lines = _requirements(organisation, Standing.objects.of(organisation))
    exact = [line for line in lines if line.reference.casefold() == wanted]
    return (exact or [line for line in lines if wanted in str(line).casefold()])[:_OFFERED]


def _points(organisation: Organisation, wanted: Callable[[OutlinePoint], bool]) -> Iterator[RecordLine]:
    taken_up = Standing.objects.of(organisation).values_list("requirement__framework", flat=True).distinct()
    for framework in taken_up.order_by("requirement__framework"):
        for point in filter(wanted, outline(framework, organisation.language).points):
            yield point_line(organisation, point)


def point_line(organisation: Organisation, point: OutlinePoint) -> RecordLine:
    """Return one point as a line; its address is its place on the page of its requirement."""
    address = reverse("requirement", args=[organisation.slug, point.requirement])
    return RecordLine("catalogue.point", point.pk, point.ref, point.text, f"{address}#{point.ref}")


def owned_by(member: Member) -> list[RecordLine]:
    """Return the requirements a member answers for; one query."""
    return _requirements(member.organisation, Standing.objects.of(member.organisation).owned_by(member))


def _look_up_points(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    asked = set(keys)
    return {line.pk: line for line in _points(organisation, lambda point: point.pk in asked)}


def _look_up_both(organisation: Organisation, asked: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], RecordLine]:
    """Return requirements and points, by (kind, key); one query, since what is taken up tells the frameworks too."""
    requirements, points = (set(asked.get(kind, ())) for kind in ("conformity.standing", "catalogue.point"))
    rows = Standing.objects.of(organisation)
    wanted = rows if points else rows.filter(pk__in=requirements)
    found = list(wanted.order_by("requirement__order").values_list(*_COLUMNS))
    trees = {framework: outline(framework, organisation.language) for _pk, _ref, framework in found}
    lines = [_requirement_line(organisation, pk, ref, trees[by]) for pk, ref, by in found if pk in requirements]
    lines += [point_line(organisation, one) for tree in trees.values() for one in tree.points if one.pk in points]
    return {(line.kind, line.pk): line for line in lines}


def _choose_points(organisation: Organisation, text: str) -> list[RecordLine]:
    wanted = text.casefold()
    exact = list(_points(organisation, lambda point: point.ref.casefold() == wanted))
    fitting = _points(organisation, lambda point: wanted in f"{point.ref} {point.text}".casefold())
    return exact or list(islice(fitting, _OFFERED))


def _rounds(organisation: Organisation, rows: models.QuerySet[GapAssessment]) -> list[RecordLine]:
    return [
        RecordLine(
            "conformity.gapassessment",
            pk,
            f"GA-{number}",
            title,
            reverse("gap_round", args=[organisation.slug, number]),
        )
        for pk, number, title in rows.values_list("pk", "number", "title")
    ]


def _look_up_rounds(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = GapAssessment.objects.of(organisation).filter(pk__in=keys)
    return {line.pk: line for line in _rounds(organisation, rows)}


def _choose_rounds(organisation: Organisation, text: str) -> list[RecordLine]:
    lines = _rounds(organisation, GapAssessment.objects.of(organisation).newest_first())
    wanted = text.casefold()
    exact = [line for line in lines if line.reference.casefold() == wanted]
    return (exact or [line for line in lines if wanted in str(line).casefold()])[:_OFFERED]


def _look_up_judgements(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Judgement.objects.of(organisation).filter(pk__in=keys)
    columns = ("pk", "point__ref", "point__requirement__ref", "assessment__number", "verdict")
    return {
        pk: RecordLine(
            "conformity.judgement",
            pk,
            point,
            str(_("%(verdict)s in GA-%(number)d") % {"verdict": Verdict(verdict).label, "number": number}),
            f"{reverse('gap_sheet', args=[organisation.slug, number, ref])}#{point}",
        )
        for pk, point, ref, number, verdict in rows.values_list(*columns)
    }


REQUIREMENT = RecordKind(
    "conformity.standing",
    "requirement",
    _("Requirement"),
    _look_up_requirements,
    _choose_requirements,
    together=_look_up_both,
    shows_own_past=True,
)
POINT = RecordKind("catalogue.point", "point", _("Point"), _look_up_points, _choose_points, together=_look_up_both)
GAP_ASSESSMENT = RecordKind(
    "conformity.gapassessment", "gap-assessment", _("Gap assessment"), _look_up_rounds, _choose_rounds
)
JUDGEMENT = RecordKind("conformity.judgement", "judgement", _("Judgement"), _look_up_judgements)
KINDS = (REQUIREMENT, POINT, GAP_ASSESSMENT, JUDGEMENT)
