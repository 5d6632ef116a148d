"""The kinds of record of this package that others may point at."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import Outline, OutlinePoint, outline
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing, StandingQuerySet
from waymark.conformity.owner_needs import needs_of_requirements
from waymark.conformity.scale import Verdict
from waymark.core.addresses import address_of
from waymark.core.text import holds_words
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.describing import kind_of
from waymark.records.kinds import OFFERED, RecordKind, RecordLine
from waymark.work.owned import OwnedKind

_COLUMNS = ("pk", "requirement__ref", "requirement__framework")


def _requirements(organisation: Organisation, rows: StandingQuerySet) -> list[RecordLine]:
    columns = rows.order_by("requirement__order").values_list(*_COLUMNS)
    return [
        _requirement_line(organisation, pk, ref, outline(framework, organisation.language))
        for pk, ref, framework in columns
    ]


def _requirement_line(organisation: Organisation, pk: int, ref: str, tree: Outline) -> RecordLine:
    address = address_of("requirement", organisation.slug, ref)
    return RecordLine("conformity.standing", pk, ref, tree.requirement(ref).title, address)


def _look_up_requirements(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Standing.objects.of(reader.organisation).filter(pk__in=keys)
    return {line.pk: line for line in _requirements(reader.organisation, rows)}


def _choose_requirements(reader: Reader, text: str) -> list[RecordLine]:
    wanted = text.casefold()
    columns = Standing.objects.of(reader.organisation).order_by("requirement__order").values_list(*_COLUMNS)
    every = [(pk, ref, outline(framework, reader.organisation.language)) for pk, ref, framework in columns]
    exact = [one for one in every if one[1].casefold() == wanted]
    fitting = (one for one in every if holds_words(f"{one[1]} {one[2].requirement(one[1]).title}", text))
    return [_requirement_line(reader.organisation, *one) for one in exact or islice(fitting, OFFERED)]


def _taken_up(organisation: Organisation) -> Iterable[int]:
    taken_up = Standing.objects.of(organisation).values_list("requirement__framework", flat=True).distinct()
    return taken_up.order_by("requirement__framework")


def _points(organisation: Organisation) -> Iterator[OutlinePoint]:
    for framework in _taken_up(organisation):
        yield from outline(framework, organisation.language).points


def point_line(organisation: Organisation, point: OutlinePoint) -> RecordLine:
    """Return one point as a line; its address is its place on the page of its requirement."""
    address = address_of("requirement", organisation.slug, point.requirement)
    return RecordLine("catalogue.point", point.pk, point.ref, point.text, f"{address}#{point.ref}")


def _look_up_points(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    asked = set(keys)
    found = (point for point in _points(reader.organisation) if point.pk in asked)
    lines = {point.pk: point_line(reader.organisation, point) for point in found}
    return lines | _lines_of_editions_before(reader.organisation, asked - lines.keys())


def _lines_of_editions_before(organisation: Organisation, keys: Collection[int]) -> dict[int, RecordLine]:
    """Return points of the editions before those in use, which older links still name; no query for no key."""
    if not keys:
        return {}
    taken_up = Standing.objects.of(organisation).values("requirement__framework")
    editions = Framework.objects.filter(pk__in=taken_up, replaces__isnull=False)
    lines: dict[int, RecordLine] = {}
    while len(lines) < len(keys) and (before := [key for key in editions.values_list("replaces", flat=True) if key]):
        for framework in before:
            tree = outline(framework, organisation.language)
            for point in (tree.point_with(key) for key in keys if tree.has_point_with(key)):
                line = point_line(organisation, point)
                title = str(_("%(text)s (in an edition before)") % {"text": point.text})
                lines[point.pk] = RecordLine(line.kind, line.pk, line.reference, title, line.url)
        editions = Framework.objects.filter(pk__in=before, replaces__isnull=False)
    return lines


def _look_up_both(reader: Reader, asked: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], RecordLine]:
    """Return requirements and points, by (kind, key); one query, since what is taken up tells the frameworks too."""
    requirements, points = (set(asked.get(kind, ())) for kind in ("conformity.standing", "catalogue.point"))
    rows = Standing.objects.of(reader.organisation)
    wanted = rows if points else rows.filter(pk__in=requirements)
    found = list(wanted.order_by("requirement__order").values_list(*_COLUMNS))
    trees = {framework: outline(framework, reader.organisation.language) for _pk, _ref, framework in found}
    lines = [_requirement_line(reader.organisation, pk, ref, trees[by]) for pk, ref, by in found if pk in requirements]
    lines += [
        point_line(reader.organisation, one) for tree in trees.values() for one in tree.points if one.pk in points
    ]
    there = {line.pk for line in lines if line.kind == "catalogue.point"}
    lines += _lines_of_editions_before(reader.organisation, points - there).values()
    return {(line.kind, line.pk): line for line in lines}


def _choose_points(reader: Reader, text: str) -> list[RecordLine]:
    wanted, every = text.casefold(), list(_points(reader.organisation))
    exact = [point for point in every if point.ref.casefold() == wanted]
    fitting = (point for point in every if holds_words(f"{point.ref} {point.text}", text))
    return [point_line(reader.organisation, point) for point in exact or islice(fitting, OFFERED)]


def _requirements_referred(reader: Reader, references: Collection[str]) -> list[RecordLine]:
    rows = Standing.objects.of(reader.organisation).with_refs(references)
    return _requirements(reader.organisation, rows)


def _points_referred(reader: Reader, references: Collection[str]) -> list[RecordLine]:
    if not any("-" in one for one in references):
        return []
    return [point_line(reader.organisation, one) for one in _points(reader.organisation) if one.ref in references]


def _look_up_judgements(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Judgement.objects.of(reader.organisation).filter(pk__in=keys)
    columns = ("pk", "point__ref", "point__requirement__ref", "assessment__number", "verdict")
    return {
        pk: RecordLine(
            "conformity.judgement",
            pk,
            point,
            str(_("%(verdict)s in GA-%(number)d") % {"verdict": Verdict(verdict).label, "number": number}),
            f"{reverse('gap_sheet', args=[reader.organisation.slug, number, ref])}#{point}",
        )
        for pk, point, ref, number, verdict in rows.values_list(*columns)
    }


def _any_requirement_asks(organisation: Organisation, keys: Sequence[int]) -> bool:
    rows = Standing.objects.of(organisation).filter(pk__in=keys).values_list("requirement__framework", "requirement")
    return any(outline(by, organisation.language).requirement_with(pk).asks_for_documents for by, pk in rows)


def _any_point_asks(organisation: Organisation, keys: Sequence[int]) -> bool:
    asked = set(keys)
    trees = {by: outline(by, organisation.language) for by in _taken_up(organisation)}
    found = ((tree, point) for tree in trees.values() for point in tree.points if point.pk in asked)
    return any(tree.requirement(point.requirement).asks_for_documents for tree, point in found)


REQUIREMENT = RecordKind(
    kind="conformity.standing",
    word="requirement",
    label=_("Requirement"),
    plural=_("Requirements"),
    look_up=_look_up_requirements,
    choose=_choose_requirements,
    together=_look_up_both,
    shows_own_past=True,
    asks_for_documents=_any_requirement_asks,
    by_reference=_requirements_referred,
)
POINT = RecordKind(
    kind="catalogue.point",
    word="point",
    label=_("Point"),
    plural=_("Points"),
    look_up=_look_up_points,
    choose=_choose_points,
    together=_look_up_both,
    asks_for_documents=_any_point_asks,
    by_reference=_points_referred,
)
GAP_ASSESSMENT = kind_of(GapAssessment, word="gap-assessment", address="gap_round")
JUDGEMENT = RecordKind(kind="conformity.judgement", word="judgement", label=_("Rating"), look_up=_look_up_judgements)
KINDS = (REQUIREMENT, POINT, GAP_ASSESSMENT, JUDGEMENT)


def _owned_line(organisation: Organisation, pk: int, requirement: int, framework: str) -> RecordLine:
    tree = outline(int(framework), organisation.language)
    return _requirement_line(organisation, pk, tree.requirement_with(requirement).ref, tree)


OWNED = OwnedKind(
    name="requirements",
    label=_("Requirements"),
    model=Standing,
    rows=lambda member: Standing.objects.of(member.organisation).owned_by(member),
    # Requirements were loaded in their order, so their keys sort as their numbers do; the tree names them.
    number="requirement_id",
    title="requirement__framework_id",
    line=_owned_line,
    needs=needs_of_requirements,
)
