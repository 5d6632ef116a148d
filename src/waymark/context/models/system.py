"""An AI system: what it is for, who answers for it, where it stands, and whether the AIMS covers it (4.1, 4.3, A.4)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from waymark.context.events import SystemEvent
from waymark.context.inventory.reading import inventory
from waymark.context.inventory.words import (
    SECTIONS,
    act_role_choices,
    act_role_in_words,
    role_choices,
    role_in_words,
)
from waymark.context.law.reading import current_law
from waymark.context.models.supplier import Supplier
from waymark.context.system_choices import Effect, LegalClass, LifeStage, Origin, PersonalData, Scope, SystemState
from waymark.context.system_life import (
    BEFORE_USE,
    CURRENT,
    IN_USE,
    LIFECYCLE,
    ChecklistOpen,
    DayAhead,
    StageWrong,
    SubRoleWrong,
    SupplierNotInUse,
)
from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.trail.actors import Acts

_LONGEST: Final = 2000
DONE: Final = "done"


def _known(keys: Iterable[tuple[str, str]], value: Any) -> None:
    known = {key for key, _label in keys}
    if not isinstance(value, list) or not set(map(str, value)) <= known or len(set(map(str, value))) != len(value):
        raise ValidationError(_("Choose from the list."), code="invalid")


def sound_roles(value: Any) -> None:
    """Refuse anything but a list of roles and sub-roles, each once."""
    _known(role_choices(), value)


def sound_act_roles(value: Any) -> None:
    """Refuse anything but a list of roles of the EU AI Act, each once."""
    _known(act_role_choices(), value)


class AISystemQuerySet(OwnedQuerySet["AISystem"]):
    """Questions about AI systems."""

    def current(self) -> Self:
        """Return those that are planned or in use."""
        return self.filter(state__in=CURRENT)

    def live(self) -> Self:
        """Return those in use."""
        return self.filter(state=SystemState.LIVE)

    def class_due(self) -> Self:
        """Return those that nobody has classified yet, or that were by an older version of the law data."""
        return self.current().exclude(law_version=current_law().version)

    def class_outdated(self) -> Self:
        """Return those that were classified by an older version of the law data."""
        return self.class_due().exclude(law_version="")

    def in_scope(self) -> Self:
        """Return those that the AIMS covers, retired ones left out."""
        return self.current().filter(scope=Scope.IN)

    def out_of_scope(self) -> Self:
        """Return those that the AIMS leaves out, retired ones left out."""
        return self.current().filter(scope=Scope.OUT)

    def supplied_by(self, supplier: Supplier) -> Self:
        """Return those planned or in use that a supplier serves."""
        return self.current().filter(supplier=supplier)

    def with_role(self, role: str) -> Self:
        """Return those for which the organisation holds a role, or one of its sub-roles."""
        texts = self.annotate(roles_text=Cast("roles", models.TextField()))
        return texts.filter(models.Q(roles_text__contains=f'"{role}"') | models.Q(roles_text__contains=f'"{role}.'))

    def to_hand_over(self) -> Self:
        """Return those that are planned or in use; who owned a retired one is history."""
        return self.current()


class AISystem(Governed, Owned):
    """One system, or one use of AI, that the organisation makes, offers, buys or uses.

    Its other details are `SystemAnswer`s, so that each can be not known yet, with an owner and a date.
    """

    name = LineField(verbose_name=_("name"))
    purpose = ProseField(max_length=_LONGEST, verbose_name=_("purpose"))
    unit = LineField(blank=True, default="", verbose_name=_("unit or team"))
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("supplier")
    )
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.OPEN, verbose_name=_("origin"))
    roles = models.JSONField(default=list, blank=True, validators=[sound_roles], verbose_name=_("our roles"))
    act_roles = models.JSONField(
        default=list, blank=True, validators=[sound_act_roles], verbose_name=_("our roles under the EU AI Act")
    )
    personal_data = models.CharField(
        max_length=5, choices=PersonalData, default=PersonalData.OPEN, verbose_name=_("personal data")
    )
    decision_effect = models.CharField(
        max_length=20, choices=Effect, default=Effect.OPEN, verbose_name=_("weight of the result")
    )
    stage = models.CharField(
        max_length=24, choices=LifeStage, default=LifeStage.INCEPTION, verbose_name=_("life cycle stage")
    )
    state = models.CharField(
        max_length=7, choices=SystemState, default=SystemState.PLANNED, editable=False, verbose_name=_("state")
    )
    scope = models.CharField(
        max_length=4, choices=Scope, default=Scope.OPEN, editable=False, verbose_name=_("scope of the AIMS")
    )
    scope_reason = ProseField(
        max_length=_LONGEST, blank=True, default="", editable=False, verbose_name=_("reason for the scope")
    )
    live_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("in use since"))
    out_of_use_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("out of use since"))
    retired_reason = ProseField(
        max_length=_LONGEST, blank=True, default="", editable=False, verbose_name=_("reason for retiring")
    )
    checklist = models.JSONField(default=dict, blank=True, editable=False, verbose_name=_("checklist of retiring"))
    legal_class = models.CharField(
        max_length=30, choices=LegalClass, default=LegalClass.OPEN, editable=False, verbose_name=_("legal class")
    )
    law_version = LineField(
        max_length=20, blank=True, default="", editable=False, verbose_name=_("version of the law data")
    )

    prefix = "SYS"
    title_field = "name"
    searched = ("name", "purpose", "unit")
    owner_event = SystemEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    not_in_history = frozenset({"checklist"})
    vocabulary: ClassVar = {"roles": role_in_words, "act_roles": act_role_in_words}
    objects = AISystemQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("AI system")
        verbose_name_plural = _("AI systems")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(purpose=""), name="context_system_named"),
            models.CheckConstraint(
                condition=models.Q(scope=Scope.OPEN) | ~models.Q(scope_reason=""), name="context_system_scope_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SystemState.LIVE) | models.Q(live_on__isnull=False),
                name="context_system_live_since",
            ),
            models.CheckConstraint(
                condition=models.Q(state=SystemState.RETIRED, out_of_use_on__isnull=False)
                & ~models.Q(retired_reason="")
                | ~models.Q(state=SystemState.RETIRED) & models.Q(out_of_use_on=None),
                name="context_system_retired",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "scope"], name="context_system_state")]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "AISystem":
        """Return a new system; `known` is what `edit` takes. Raises OwnerHasLeft and what `edit` raises."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            system = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            system._describe(**known)
            system.commit(SystemEvent.ADDED, by=by)
        return system

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct the main facts, as `_describe` lists them.

        Raises SystemRetired, StageWrong, SubRoleWrong and SupplierNotInUse.
        """
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(SystemEvent.EDITED, by=by)

    def include(self, *, reason: str, by: Acts) -> None:
        """Cover it by the AIMS. Raises SystemRetired."""
        self._decide_scope("include", Scope.IN, reason)
        self.commit(SystemEvent.INCLUDED, by=by, note=self.scope_reason)

    def leave_out(self, *, reason: str, by: Acts) -> None:
        """Leave it out of the AIMS. Raises SystemRetired."""
        self._decide_scope("leave_out", Scope.OUT, reason)
        self.commit(SystemEvent.LEFT_OUT, by=by, note=self.scope_reason)

    def go_live(self, *, on: dt.date, by: Acts) -> None:
        """Use it on real cases from a day on. Raises SystemIsLive and DayAhead."""
        LIFECYCLE.require(self, "go_live")
        self._require_past(on)
        self.state, self.live_on, self.stage = SystemState.LIVE, on, LifeStage.OPERATION_MONITORING
        self.commit(SystemEvent.WENT_LIVE, by=by)

    def retire(
        self, *, on: dt.date, reason: str, done: Sequence[str], not_applicable: Sequence[str] = (), by: Acts
    ) -> None:
        """Take it out of use; it stays to be read. Each point of the checklist is done, or does not apply.

        Raises SystemRetired, DayAhead and ChecklistOpen.
        """
        LIFECYCLE.require(self, "retire")
        self._require_past(on)
        self.checklist = _checked(done, not_applicable)
        self.state, self.stage = SystemState.RETIRED, LifeStage.RETIREMENT
        self.out_of_use_on, self.retired_reason = on, normal(reason)
        self.commit(SystemEvent.RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Plan a retired system again. Raises SystemNotRetired."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.stage = SystemState.PLANNED, LifeStage.RE_EVALUATION
        self.out_of_use_on, self.retired_reason, self.live_on = None, "", None
        self.checklist = {}
        self.commit(SystemEvent.REINSTATED, by=by, note=normal(reason))

    def mark_described(self, *, section: str, by: Acts) -> None:
        """Record that the details of a section were edited, so that nobody overwrites them unseen."""
        LIFECYCLE.require(self, f"describe_{section}")
        self.commit(SystemEvent.DESCRIBED, by=by, note=str(SECTIONS[section]))

    def keep_class(self, legal_class: str, law_version: str, *, by: Acts) -> None:
        """Keep what a classification came to, for lists and filters. Raises SystemRetired."""
        LIFECYCLE.require(self, "classify")
        self.legal_class, self.law_version = legal_class or LegalClass.OPEN, law_version
        self.commit(SystemEvent.CLASS_KEPT, by=by)

    def mark_measured(self, *, by: Acts) -> None:
        """Record that a measure was edited, so that nobody overwrites it unseen. Raises SystemRetired."""
        LIFECYCLE.require(self, "set_metric")
        self.commit(SystemEvent.MEASURED, by=by)

    def mark_duties(self, *, by: Acts) -> None:
        """Record that a duty was edited, so that nobody overwrites it unseen. Raises SystemRetired."""
        LIFECYCLE.require(self, "set_duty")
        self.commit(SystemEvent.DUTIES_EDITED, by=by)

    @property
    def checklist_in_words(self) -> list[tuple[str, bool]]:
        """Return the points of retiring as people read them, and whether each was done or does not apply."""
        points = [one for one in inventory().retirement if one.id in self.checklist]
        return [(one.text, self.checklist[one.id] == DONE) for one in points]

    @property
    def is_class_due(self) -> bool:
        """Return whether it has to be classified, or the law data changed since it was."""
        return not self.is_retired and self.law_version != current_law().version

    @property
    def is_retired(self) -> bool:
        """Return whether it is used no longer."""
        return self.state == SystemState.RETIRED

    @property
    def is_live(self) -> bool:
        """Return whether it is in use."""
        return self.state == SystemState.LIVE

    @property
    def is_planned(self) -> bool:
        """Return whether it is not in use yet."""
        return self.state == SystemState.PLANNED

    @property
    def is_scope_open(self) -> bool:
        """Return whether nobody has decided yet if the AIMS covers it."""
        return self.scope == Scope.OPEN

    @property
    def is_in_scope(self) -> bool:
        """Return whether the AIMS covers it."""
        return self.scope == Scope.IN

    @property
    def is_out_of_scope(self) -> bool:
        """Return whether the AIMS does not cover it."""
        return self.scope == Scope.OUT

    @property
    def roles_in_words(self) -> list[str]:
        """Return our roles as people read them."""
        return [role_in_words(one) for one in self.roles]

    @property
    def act_roles_in_words(self) -> list[str]:
        """Return our roles under the EU AI Act as people read them."""
        return [act_role_in_words(one) for one in self.act_roles]

    def _decide_scope(self, act: str, scope: Scope, reason: str) -> None:
        LIFECYCLE.require(self, act)
        self.scope, self.scope_reason = scope, normal(reason)

    def _require_past(self, day: dt.date) -> None:
        if day > day_in(self.organisation.time_zone):
            raise DayAhead(_("The day cannot be in the future."), way_out=_("Correct the day."))

    def _describe(  # noqa: PLR0913 -- one argument for each fact
        self,
        *,
        name: str,
        purpose: str,
        unit: str = "",
        supplier: Supplier | None = None,
        origin: str = Origin.OPEN,
        roles: Sequence[str] = (),
        act_roles: Sequence[str] = (),
        personal_data: str = PersonalData.OPEN,
        decision_effect: str = Effect.OPEN,
        stage: str = LifeStage.INCEPTION,
    ) -> None:
        _require_whole_roles(roles)
        if supplier is not None and supplier != self.supplier and Supplier.objects.get(pk=supplier.pk).is_retired:
            raise SupplierNotInUse(_("This supplier is retired."), way_out=_("Choose another."))
        stages = IN_USE if self.state == SystemState.LIVE else BEFORE_USE
        if stage not in {*stages, LifeStage.RE_EVALUATION}:
            raise StageWrong(
                _("This stage does not fit the state of the AI system."),
                way_out=_("Put the system into use, or choose another stage."),
            )
        self.name, self.purpose, self.unit = normal(name), normal(purpose), normal(unit)
        self.supplier, self.origin, self.stage = supplier, origin, stage
        self.roles, self.act_roles = list(roles), list(act_roles)
        self.personal_data, self.decision_effect = personal_data, decision_effect


def _checked(done: Sequence[str], not_applicable: Sequence[str]) -> dict[str, str]:
    """Return what was said of each point, in their order; each stands in exactly one list."""
    points = [one.id for one in inventory().retirement]
    wrong = [one for one in points if (one in done) is (one in not_applicable)]
    if wrong:
        texts = {one.id: one.text for one in inventory().retirement}
        message = (
            _("A point of the checklist is marked as done and as not applicable: %(first)s.")
            if wrong[0] in done
            else _("A point of the checklist is open: %(first)s.")
        )
        raise ChecklistOpen(
            message % {"first": texts[wrong[0]]}, way_out=_("Mark each point as done or as not applicable.")
        )
    return {one: DONE if one in done else "not_applicable" for one in points}


def _require_whole_roles(roles: Sequence[str]) -> None:
    """Refuse a sub-role without the role it belongs to."""
    held = set(roles)
    for one in roles:
        role, _dot, sub_role = one.partition(".")
        if sub_role and role not in held:
            raise SubRoleWrong(
                _("“%(name)s” belongs to a role that is not chosen.") % {"name": role_in_words(one)},
                way_out=_("Choose the role as well, or leave the sub-role out."),
            )
