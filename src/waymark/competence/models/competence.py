"""A competence that a role takes, which proofs of it are accepted, and how long they hold (7.2)."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.role import AimsRole
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.core.text import normal
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed
from waymark.records.lifecycle import Lifecycle
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, added, retirement, while_in_use
from waymark.trail.actors import Acts


class CompetenceRetired(RuleBroken):
    """A retired competence is kept to be read; it is needed of nobody."""

    code = "competence-retired"


class CompetenceInUse(RuleBroken):
    """Only a retired competence can be used again."""

    code = "competence-in-use"


class ProofKind(models.TextChoices):
    """What shows a competence; that somebody was in a room never does."""

    EDUCATION = "education", _("Education")
    CERTIFICATE = "certificate", _("Certificate")
    COURSE = "course", _("Course with its effect checked")
    EXPERIENCE = "experience", _("Experience")
    WORK_SAMPLE = "work_sample", _("Work sample")
    SUPERVISED = "supervised", _("Supervised work")
    TEST = "test", _("Test or exercise")
    INTERVIEW = "interview", _("Interview")
    BRIEFING = "briefing", _("Personal briefing")


LIFECYCLE: Final = Lifecycle(
    name="competence",
    label=_("Competence"),
    states=UseState,
    transitions=(
        added(_("Add competence"), _("What a role needs is written down, with the proofs that are accepted (7.2).")),
        *while_in_use(
            CompetenceRetired,
            ("edit", _("Edit"), _("What is needed, the accepted proofs or the months are changed.")),
            right=Can.MANAGE_AIMS,
        ),
        *retirement(
            CompetenceRetired,
            CompetenceInUse,
            retire=_("The role no longer needs it; its proofs can still be read."),
            reinstate=_("A retired competence is needed again, with a reason."),
            right=Can.MANAGE_AIMS,
        ),
    ),
)


def known_proofs(value: object) -> None:
    """Refuse anything but a list of different known kinds of proof, at least one."""
    if not isinstance(value, list) or not value or len(set(value)) != len(value) or not set(value) <= {*ProofKind}:
        raise ValidationError(_("Choose kinds of proof from the list."), code="proofs")


class CompetenceQuerySet(RetirableQuerySet["Competence"]):
    """Questions about competences."""

    def needed(self) -> Self:
        """Return those in use of roles in use."""
        return self.active().filter(role__state=UseState.ACTIVE)


class Competence(Governed, Retirable):
    """What a holder of a role is able to do. `kinds_needed` counts how many kinds of proof it takes: one, or all."""

    role = models.ForeignKey(
        AimsRole, on_delete=models.PROTECT, related_name="competences", editable=False, verbose_name=_("AIMS role")
    )
    title = LineField(max_length=300, verbose_name=_("competence"))
    starter = models.CharField(
        max_length=40, blank=True, default="", editable=False, verbose_name=_("adopted from proposal")
    )
    proofs = models.JSONField(default=list, validators=[known_proofs], verbose_name=_("accepted proofs"))
    kinds_needed = models.PositiveSmallIntegerField(default=1, verbose_name=_("kinds of proof needed"))
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("renewed after months"))

    vocabulary: ClassVar = {"proofs": ProofKind}
    prefix = "COMP"
    searched = ("title",)
    lifecycle: ClassVar = LIFECYCLE
    objects = CompetenceQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="competence_competence_titled"),
            models.CheckConstraint(condition=models.Q(kinds_needed__gte=1), name="competence_competence_proved"),
        ]

    @classmethod
    def add(cls, role: AimsRole, *, by: Acts, **known: Any) -> "Competence":
        """Return a new competence of a role; `known` is what `edit` takes."""
        with transaction.atomic():
            one = cls.of_role(role, next_number(role.organisation, cls.prefix), **known)
            one.commit(CompetenceEvent.COMPETENCE_ADDED, by=by)
        return one

    @classmethod
    def of_role(cls, role: AimsRole, number: int, *, starter: str = "", **known: Any) -> "Competence":
        """Return one that is not stored yet."""
        organisation: Organisation = role.organisation
        one = cls(organisation=organisation, number=number, role=role, starter=starter)
        one.describe(**known)
        return one

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Change what is needed, as `describe` lists it. Raises CompetenceRetired."""
        LIFECYCLE.require(self, "edit")
        self.describe(**known)
        self.commit(CompetenceEvent.COMPETENCE_EDITED, by=by)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Need it no longer; it stays to be read. Raises CompetenceRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(CompetenceEvent.COMPETENCE_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Need a retired one again. Raises CompetenceInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(CompetenceEvent.COMPETENCE_REINSTATED, by=by, note=normal(reason))

    def describe(
        self, *, title: str, proofs: Iterable[str], needs_all: bool = False, renewal_months: int | None = None
    ) -> None:
        """Take over what is known about it; the verb commits."""
        chosen = set(proofs)
        self.title = normal(title)
        self.proofs = [one.value for one in ProofKind if one.value in chosen]
        self.kinds_needed = max(1, len(self.proofs)) if needs_all else 1
        self.renewal_months = renewal_months

    @property
    def needs_all(self) -> bool:
        """Return whether each accepted kind of proof is needed, and not only one of them."""
        return self.kinds_needed > 1

    @property
    def proof_labels(self) -> str:
        """Return the accepted kinds of proof in words."""
        return ", ".join(str(ProofKind(one).label) for one in self.proofs)
