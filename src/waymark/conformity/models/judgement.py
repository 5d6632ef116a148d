"""One dated verdict on one point: append-only, the newest counts."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework, Point
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.scale import Carried, Exclusion, Severity, Verdict
from waymark.core.fields import LineField, ProseField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.door import Recorded

# One index probe per point however many rounds there are. Written out because the ORM takes longer to build this
# statement than either database takes to answer it.
_NEWEST = """
SELECT (
    SELECT judged.id FROM conformity_judgement judged
    WHERE judged.organisation_id = %s AND judged.point_id = point.id AND judged.verdict <> 'not_assessed'
        AND NOT EXISTS (
            SELECT 1 FROM conformity_judgement later
            WHERE later.assessment_id = judged.assessment_id AND later.point_id = judged.point_id
                AND later.revision > judged.revision
        )
    ORDER BY judged.judged_on DESC, judged.id DESC LIMIT 1
)
FROM catalogue_point point JOIN catalogue_requirement requirement ON requirement.id = point.requirement_id
WHERE requirement.framework_id = %s
"""


class JudgementQuerySet(InOrganisationQuerySet["Judgement"]):
    """Questions about judgements."""

    def by_revision(self, assessment: GapAssessment) -> Self:
        """Return the judgements of one round by revision, so that the last one read on a point is the one that counts.

        Point by point: in that order an index holds them, and nothing is left to sort.
        """
        return self.filter(assessment=assessment).order_by("point_id", "revision")

    def newest_on(self, framework: Framework | int, organisation_id: int) -> Self:
        """Return the judgement that counts on each point today, over all rounds.

        A verdict that was taken back in its round does not count; the round before it does again.
        """
        framework_id = framework if isinstance(framework, int) else framework.pk
        newest = RawSQL(_NEWEST, (organisation_id, framework_id))  # noqa: S611 -- a constant text with parameters
        return self.filter(pk__in=newest)


class Judgement(InOrganisation, Recorded):
    """What somebody found about one point in one round, on which evidence, and what shall be done about it.

    `revision` counts the judgements on the same point in the same round from 1: two people who judge at once claim the
    same revision, and the database gives it to one of them. `source` names an import, and is empty for
    people. `carried` says that it came over from the edition before, with its day and its judge.
    """

    assessment = models.ForeignKey(GapAssessment, on_delete=models.PROTECT, related_name="judgements")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    verdict = models.CharField(max_length=14, choices=Verdict)
    finding = ProseField(blank=True, default="")
    evidence = ProseField(max_length=2000, blank=True, default="")
    severity = models.PositiveSmallIntegerField(choices=Severity, null=True, blank=True)
    action = ProseField(max_length=2000, blank=True, default="")
    target_on = models.DateField(null=True, blank=True)
    judged_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    judged_on = models.DateField()
    source = LineField(blank=True, default="")
    # Why a control is not applicable; empty on other verdicts, and on those from before there were codes.
    reason_code = models.CharField(max_length=12, choices=Exclusion, null=True, blank=True)  # noqa: DJ001 -- see 0005
    carried = models.PositiveSmallIntegerField(choices=Carried, null=True, blank=True)

    labels: ClassVar = {
        "assessment": _("Gap assessment"),
        "revision": _("Number of the rating"),
        "target_on": _("Action due"),
        "source": _("Source"),
        "reason_code": _("Reason code"),
        "carried": _("From the previous edition"),
    }
    objects = JudgementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "point", "revision"], name="conformity_judgement_revision"),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.NOT_APPLICABLE) | ~models.Q(finding=""),
                name="conformity_not_applicable_with_reason",
            ),
        ]
        indexes: ClassVar = [
            # Every column a round is asked by: with fewer, a database may walk through the points of all rounds.
            models.Index(fields=["organisation", "assessment", "point", "revision"], name="conformity_judgement_round"),
            models.Index(fields=["organisation", "point", "judged_on", "id"], name="conformity_judgement_newest"),
        ]

    def __str__(self) -> str:
        """Name the point and the verdict."""
        return f"{self.point.ref}: {self.verdict}"

    def clean(self) -> None:
        """Refuse a reason that is only blanks where the verdict needs one."""
        if self.verdict == Verdict.NOT_APPLICABLE and not self.finding.strip():
            raise ValidationError({"finding": _("Give the reason why this does not apply.")})
