"""An edition as pages use it: an immutable tree with every look-up, read once per process and language."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from waymark.catalogue.edition import Attributes, Basis, Documented, Kind
from waymark.catalogue.models.framework import Framework, Point, Requirement, Translation

Texts = Mapping[str, Any]
FAMILY: Final = "iso-42001"
"""With this the id of each edition of ISO/IEC 42001 begins, to whose points the records of the product belong."""


@dataclass(frozen=True, slots=True)
class OutlinePoint:
    """A point: `pk` is the database's key, `requirement` the ref it belongs to, `number` from 1.

    `do` is the title of the task that closes a gap here, `done_when` what shows that it is done; an edition may
    have neither.
    """

    pk: int
    ref: str
    requirement: str
    number: int
    basis: Basis
    text: str
    do: str = ""
    done_when: str = ""

    @property
    def is_guidance(self) -> bool:
        """Return whether the point is guidance, which never lowers a status."""
        return self.basis == Basis.GUIDANCE

    @property
    def counts(self) -> bool:
        """Return whether the point counts for completion, readiness and every other figure."""
        return self.basis.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRequirement:
    """A node: `pk` is the database's key; `parent`, `group`, `children` are refs; `depth` is 0 outermost."""

    pk: int
    ref: str
    kind: Kind
    title: str
    summary: str
    parent: str
    group: str
    depth: int
    order: int
    order_of_work: int
    is_auditable: bool
    owner_role: str
    questions: tuple[str, ...]
    evidence: tuple[str, ...]
    findings: tuple[str, ...]
    partial_if: str
    exclusion_note: str
    good_practice: tuple[str, ...]
    documented: tuple[Documented, ...]
    related: tuple[str, ...]
    relates_to_all: bool
    feeds: tuple[str, ...]
    applies_to: tuple[str, ...]
    attributes: Attributes | None
    points: tuple[OutlinePoint, ...]
    children: tuple[str, ...]

    @property
    def is_control(self) -> bool:
        """Return whether the node is a control, which may be left out with a reason."""
        return self.kind == Kind.CONTROL

    @property
    def is_clause(self) -> bool:
        """Return whether the node is a clause, which may never be left out."""
        return self.kind == Kind.CLAUSE

    @property
    def asks_for_documents(self) -> bool:
        """Return whether the framework names a document or record here."""
        return any(document.is_explicit for document in self.documented)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One edition in one language. `requirements` are all nodes in reading order, parents before children."""

    framework_id: int
    slug: str
    title: str
    name: str
    edition: str
    language: str
    licence_note: str
    roles: Mapping[str, str]
    requirements: tuple[OutlineRequirement, ...]
    auditable: tuple[OutlineRequirement, ...] = field(repr=False)
    clauses: tuple[OutlineRequirement, ...] = field(repr=False)
    controls: tuple[OutlineRequirement, ...] = field(repr=False)
    groups: tuple[OutlineRequirement, ...] = field(repr=False)
    areas: tuple[OutlineRequirement, ...] = field(repr=False)
    points: tuple[OutlinePoint, ...] = field(repr=False)
    _by_ref: Mapping[str, OutlineRequirement] = field(repr=False)
    _by_pk: Mapping[int, OutlineRequirement] = field(repr=False)
    _points: Mapping[str, OutlinePoint] = field(repr=False)
    _points_by_pk: Mapping[int, OutlinePoint] = field(repr=False)
    _under: Mapping[str, tuple[OutlineRequirement, ...]] = field(repr=False)

    @property
    def numbers(self) -> Mapping[int, str]:
        """Return the numbers of the points by key, of an edition of ISO/IEC 42001; of any other framework none."""
        return {one.pk: one.ref for one in self.points} if self.slug.startswith(FAMILY) else {}

    @property
    def sections(self) -> tuple[OutlineRequirement, ...]:
        """Return the outermost nodes: groups of clauses, then areas of controls."""
        return self.groups + self.areas

    def requirement(self, ref: str) -> OutlineRequirement:
        """Return one node by its ref, whatever its case. Raises KeyError where there is none."""
        return self._by_ref[ref.casefold()]

    def requirement_with(self, pk: int) -> OutlineRequirement:
        """Return one node by its database key. Raises KeyError where there is none."""
        return self._by_pk[pk]

    def point(self, ref: str) -> OutlinePoint:
        """Return one point by its ref, such as `6.1.4-2`. Raises KeyError where there is none."""
        return self._points[ref.casefold()]

    def point_with(self, pk: int) -> OutlinePoint:
        """Return one point by its database key. Raises KeyError where there is none."""
        return self._points_by_pk[pk]

    def has(self, ref: str) -> bool:
        """Return whether a node has this ref."""
        return ref.casefold() in self._by_ref

    def has_point(self, ref: str) -> bool:
        """Return whether a point has this ref."""
        return ref.casefold() in self._points

    def has_point_with(self, pk: int) -> bool:
        """Return whether a point has this database key."""
        return pk in self._points_by_pk

    def under(self, group: str) -> tuple[OutlineRequirement, ...]:
        """Return the auditable requirements of a group or area, in reading order; none for any other ref."""
        return self._under.get(group.casefold(), ())

    def group_title(self, group: str) -> str:
        """Return the title of a group or area. Raises KeyError where there is none."""
        return self.requirement(group).title


@lru_cache(maxsize=32)
def outline(framework_id: int, language: str = "") -> Outline:
    """Return the outline of an edition; what `language` lacks comes in the edition's own ("": all of it).

    The first call costs three queries (four for a translation), later ones none: the rows can never change.
    Raises Framework.DoesNotExist.
    """
    framework = Framework.objects.get(pk=framework_id)
    translated = _translated(framework, language)
    points = _points(framework, translated)
    nodes = _nodes(framework, translated, points)
    return _indexed(framework, language if translated else framework.language, nodes)


def _translated(framework: Framework, language: str) -> Mapping[str, Texts]:
    if not language or language == framework.language:
        return {}
    rows = [row for row in Translation.objects.of_framework(framework.pk) if row.language == language]
    return rows[-1].texts if rows else {}


def _points(framework: Framework, translated: Mapping[str, Texts]) -> dict[int, list[OutlinePoint]]:
    points = defaultdict(list)
    for row in Point.objects.of_framework(framework.pk).select_related("requirement"):
        texts = {**row.texts[framework.language], **translated.get(row.ref, {})}
        point = OutlinePoint(
            row.pk,
            row.ref,
            row.requirement.ref,
            row.number,
            Basis(row.basis),
            texts["text"],
            texts.get("do", ""),
            texts.get("done_when", ""),
        )
        points[row.requirement_id].append(point)
    return points


def _nodes(
    framework: Framework, translated: Mapping[str, Texts], points: Mapping[int, list[OutlinePoint]]
) -> tuple[OutlineRequirement, ...]:
    rows = list(Requirement.objects.of_framework(framework.pk))
    refs = {row.pk: row.ref for row in rows}
    children: dict[int, list[str]] = defaultdict(list)
    depths: dict[int, int] = {}
    for row in rows:
        if row.parent_id is None:
            depths[row.pk] = 0
        else:
            depths[row.pk] = depths[row.parent_id] + 1
            children[row.parent_id].append(row.ref)
    return tuple(
        _node(
            row,
            {**row.texts[framework.language], **translated.get(row.ref, {})},
            parent=refs[row.parent_id] if row.parent_id else "",
            depth=depths[row.pk],
            points=tuple(points.get(row.pk, ())),
            children=tuple(children[row.pk]),
        )
        for row in rows
    )


def _node(
    row: Requirement,
    texts: Texts,
    *,
    parent: str,
    depth: int,
    points: tuple[OutlinePoint, ...],
    children: tuple[str, ...],
) -> OutlineRequirement:
    details = row.details
    named = zip(texts.get("documented", ()), details["documented"], strict=True)
    return OutlineRequirement(
        pk=row.pk,
        ref=row.ref,
        kind=Kind(row.kind),
        title=texts["title"],
        summary=texts.get("summary", ""),
        parent=parent,
        group=row.group_ref,
        depth=depth,
        order=row.order,
        order_of_work=row.order_of_work,
        is_auditable=row.auditable,
        owner_role=row.owner_role,
        questions=tuple(texts.get("questions", ())),
        evidence=tuple(texts.get("evidence", ())),
        findings=tuple(texts.get("findings", ())),
        partial_if=texts.get("partial_if", ""),
        exclusion_note=texts.get("exclusion_note", ""),
        good_practice=tuple(texts.get("good_practice", ())),
        documented=tuple(Documented(what, kind, is_explicit) for what, (kind, is_explicit) in named),
        related=tuple(details["related"]),
        relates_to_all=details["relates_to_all"],
        feeds=tuple(details["feeds"]),
        applies_to=tuple(details["applies_to"]),
        attributes=_attributes(details["attributes"]),
        points=points,
        children=children,
    )


def _attributes(stored: Mapping[str, Any] | None) -> Attributes | None:
    if stored is None:
        return None
    return Attributes(
        lifecycle_stages=tuple(stored["lifecycle_stages"]),
        nature=stored["nature"],
        effect=tuple(stored["effect"]),
        documentation=stored["documentation"],
    )


def _indexed(framework: Framework, language: str, nodes: tuple[OutlineRequirement, ...]) -> Outline:
    auditable = tuple(node for node in nodes if node.is_auditable)
    points = tuple(point for node in auditable for point in node.points)
    under: dict[str, list[OutlineRequirement]] = defaultdict(list)
    for node in auditable:
        under[node.group.casefold()].append(node)
    return Outline(
        framework_id=framework.pk,
        slug=framework.slug,
        title=framework.title,
        name=framework.name,
        edition=framework.edition,
        language=language,
        licence_note=framework.licence_note,
        roles=MappingProxyType(framework.supplement["roles"]),
        requirements=nodes,
        auditable=auditable,
        clauses=tuple(node for node in auditable if node.is_clause),
        controls=tuple(node for node in auditable if node.is_control),
        groups=tuple(node for node in nodes if node.kind == Kind.GROUP),
        areas=tuple(node for node in nodes if node.kind == Kind.AREA and not node.parent),
        points=points,
        _by_ref=MappingProxyType({node.ref.casefold(): node for node in nodes}),
        _by_pk=MappingProxyType({node.pk: node for node in nodes}),
        _points=MappingProxyType({point.ref.casefold(): point for point in points}),
        _points_by_pk=MappingProxyType({point.pk: point for point in points}),
        _under=MappingProxyType({group: tuple(members) for group, members in under.items()}),
    )
