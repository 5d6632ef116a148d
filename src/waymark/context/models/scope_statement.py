"""What a version of the scope statement says; it names sites, systems, factors and needs as they were called then."""

from collections.abc import Mapping
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.context.scope_content import (
    activity_line,
    factor_line,
    interface_line,
    need_line,
    outside_line,
    site_line,
    sound_activities,
    sound_interfaces,
    sound_named,
    sound_outside,
    sound_outside_systems,
    system_line,
)
from waymark.context.scope_life import OPEN, ScopeState
from waymark.core.fields import LineField, ProseField
from waymark.trail.door import Vocabulary

_LONGEST: Final = 4000


class ScopeStatement(models.Model):
    """The contents of one version (4.3): what is covered, what lies outside and why, and what shaped that."""

    version_number = LineField(max_length=7, verbose_name=_("version"))
    reason = ProseField(max_length=2000, blank=True, default="", verbose_name=_("reason for the version"))
    summary = ProseField(max_length=2000, blank=True, default="", verbose_name=_("what changed"))
    units = ProseField(max_length=_LONGEST, blank=True, default="", verbose_name=_("units"))
    sites = models.JSONField(default=list, blank=True, validators=[sound_named], verbose_name=_("sites"))
    systems = models.JSONField(default=list, blank=True, validators=[sound_named], verbose_name=_("AI systems"))
    activities = models.JSONField(default=list, blank=True, validators=[sound_activities], verbose_name=_("activities"))
    outside = models.JSONField(
        default=list, blank=True, validators=[sound_outside], verbose_name=_("outside the scope")
    )
    outside_systems = models.JSONField(
        default=list, blank=True, validators=[sound_outside_systems], verbose_name=_("AI systems outside the scope")
    )
    interfaces = models.JSONField(default=list, blank=True, validators=[sound_interfaces], verbose_name=_("interfaces"))
    factors = models.JSONField(default=list, blank=True, validators=[sound_named], verbose_name=_("factors considered"))
    needs = models.JSONField(default=list, blank=True, validators=[sound_named], verbose_name=_("needs considered"))
    considered = ProseField(
        max_length=_LONGEST, blank=True, default="", verbose_name=_("how context and parties were considered")
    )
    sentence = ProseField(max_length=_LONGEST, blank=True, default="", verbose_name=_("sentence for the certificate"))
    state = models.CharField(
        max_length=10, choices=ScopeState, default=ScopeState.DRAFT, editable=False, verbose_name=_("state")
    )

    vocabulary: ClassVar[Mapping[str, Vocabulary]] = {
        "sites": site_line,
        "systems": system_line,
        "activities": activity_line,
        "outside": outside_line,
        "outside_systems": system_line,
        "interfaces": interface_line,
        "factors": factor_line,
        "needs": need_line,
    }

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Return whether it can be edited."""
        return self.state in OPEN

    @property
    def is_in_review(self) -> bool:
        """Return whether an approver has it."""
        return self.state == ScopeState.IN_REVIEW

    @property
    def is_effective(self) -> bool:
        """Return whether it is in force."""
        return self.state == ScopeState.EFFECTIVE

    @property
    def is_withdrawn(self) -> bool:
        """Return whether it was withdrawn."""
        return self.state == ScopeState.WITHDRAWN

    @property
    def is_ahead(self) -> bool:
        """Return whether it was approved and waits for its day."""
        return self.state == ScopeState.APPROVED

    @property
    def is_past(self) -> bool:
        """Return whether it is kept to be read only."""
        return self.state in {ScopeState.SUPERSEDED, ScopeState.WITHDRAWN}
