"""Editions in the database. They belong to no organisation, and the database refuses to change them."""

import datetime as dt
from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.edition import Basis, Kind
from waymark.core.fields import LineField, ProseField
from waymark.trail.door import Recorded


class KindChoice(models.TextChoices):
    """What a node is, for people."""

    GROUP = Kind.GROUP.value, _("Group of clauses")
    CLAUSE = Kind.CLAUSE.value, _("Clause")
    AREA = Kind.AREA.value, _("Area of controls")
    OBJECTIVE = Kind.OBJECTIVE.value, _("Objective")
    CONTROL = Kind.CONTROL.value, _("Control")


class BasisChoice(models.TextChoices):
    """What a point rests on, for people. Rows of editions loaded first say `requirement` for a clause."""

    CLAUSE = Basis.CLAUSE.value, _("Clause")
    CONTROL = Basis.CONTROL.value, _("Control")
    DEFINITION = Basis.DEFINITION.value, _("Definition")
    GUIDANCE = Basis.GUIDANCE.value, _("Guidance")


def basis_label(basis: str) -> str:
    """Return what people call a basis."""
    return str(BasisChoice(basis).label)


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Questions about frameworks."""

    def named(self, slug: str) -> Self:
        """Return the edition with this id."""
        return self.filter(slug=slug)

    def in_order(self) -> Self:
        """Return the editions by title."""
        return self.order_by("title", "slug")

    def newest(self) -> Self:
        """Return the editions that no other one replaces."""
        replaced = Framework.objects.filter(replaces__isnull=False).values("replaces")
        return self.exclude(pk__in=replaced)

    def shipped_first(self) -> Self:
        """Return the editions of the product first, then the others in the order they were loaded."""
        return self.order_by("-is_shipped", "pk")


class Framework(Recorded):
    """An immutable edition of a catalogue of requirements. A correction is a new edition with a new id.

    `digest` is SHA-256 (hex) over the edition without translations. `supplement` holds what no page
    needs as rows: roles, kinds of organisation, building steps, frameworks mapped to, informative library, changes.
    `replaces` is the edition before this one, to whose points the changes refer.
    """

    slug = models.SlugField(max_length=64, unique=True)
    title = LineField()
    name = LineField(blank=True, default="")
    edition = LineField()
    language = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    licence_note = ProseField()
    folder = models.CharField(max_length=200)
    is_shipped = models.BooleanField()
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    supplement = models.JSONField()

    # The digest already pins the supplement; the trail need not repeat its sixty kilobytes.
    concealed = frozenset({"supplement"})
    objects = FrameworkQuerySet.as_manager()

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def reference(self) -> str:
        """Return the edition's id, as the trail names it."""
        return self.slug

    @property
    def loaded_at(self) -> dt.datetime:
        """Return the moment the edition was loaded."""
        return self.created_at


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Questions about requirements."""

    def of_framework(self, framework_id: int) -> Self:
        """Return the nodes of one edition in reading order."""
        return self.filter(framework_id=framework_id).order_by("order")


class Requirement(models.Model):
    """A node of an edition: group, clause, area, objective or control; only nodes with points are auditable.

    `order` counts from 1 in reading order, `order_of_work` from 1 in building order (0: never rated).
    `texts` is language, then field, then text or texts; `details` holds relations and attributes.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="requirements")
    ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=KindChoice)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    group_ref = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    order_of_work = models.PositiveIntegerField()
    auditable = models.BooleanField()
    owner_role = models.CharField(max_length=80, blank=True)
    texts = models.JSONField()
    details = models.JSONField()

    objects = RequirementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("framework", Lower("ref"), name="catalogue_requirement_ref"),
            models.UniqueConstraint(fields=["framework", "order"], name="catalogue_requirement_order"),
        ]

    def __str__(self) -> str:
        """Return the ref."""
        return self.ref


class PointQuerySet(models.QuerySet["Point"]):
    """Questions about points."""

    def of_family(self, family: str) -> Self:
        """Return the points of every edition whose id begins so."""
        return self.filter(requirement__framework__slug__startswith=family)

    def numbered(self, numbers: Collection[str]) -> Self:
        """Return the points with these numbers."""
        return self.filter(ref__in=numbers)

    def of_framework(self, framework_id: int) -> Self:
        """Return the points of one edition in reading order."""
        return self.filter(requirement__framework_id=framework_id).order_by("requirement__order", "number")


class Point(models.Model):
    """One separately checkable expectation of a requirement; `number` counts from 1 within it."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="points")
    ref = models.CharField(max_length=48)
    number = models.PositiveIntegerField()
    basis = models.CharField(max_length=12, choices=BasisChoice)
    texts = models.JSONField()

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["requirement", "number"], name="catalogue_point_number"),
            models.UniqueConstraint("requirement", Lower("ref"), name="catalogue_point_ref"),
        ]

    def __str__(self) -> str:
        """Return the ref."""
        return self.ref


class MappingQuerySet(models.QuerySet["Mapping"]):
    """Questions about mappings."""

    def of_framework(self, framework_id: int) -> Self:
        """Return the mappings of one edition in the order of its file."""
        return self.filter(requirement__framework_id=framework_id).order_by("pk")


class Mapping(models.Model):
    """A relation to an entry of another framework, which need not be loaded."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="mappings")
    code = models.CharField(max_length=40)
    target_framework = models.CharField(max_length=64)
    target_ref = models.CharField(max_length=80)
    target_title = models.CharField(max_length=300, blank=True)
    relation = models.CharField(max_length=12)
    confidence = models.CharField(max_length=12)
    basis = models.CharField(max_length=40)
    rationale = models.TextField(blank=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["requirement", "target_framework", "target_ref"], name="catalogue_mapping_pair"
            ),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class TranslationQuerySet(models.QuerySet["Translation"]):
    """Questions about translations."""

    def of_framework(self, framework_id: int) -> Self:
        """Return the translations of one edition, each language's newest last."""
        return self.filter(framework_id=framework_id).order_by("language", "number")


class Translation(Recorded):
    """Texts of an edition in another language. A better translation is a further row with a higher number."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    texts = models.JSONField()

    concealed = frozenset({"texts"})
    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "language", "number"], name="catalogue_translation_number"),
        ]

    def __str__(self) -> str:
        """Return the language and the number."""
        return f"{self.language} {self.number}"

    @property
    def reference(self) -> str:
        """Return what the trail calls it."""
        return f"{self.language}-{self.number}"
