"""After how many months an organisation makes people aware of a topic again, where that is not what is proposed."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.starter import starter
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


def topic_name(key: object) -> str:
    """Return what a topic is about."""
    found = starter().topic(str(key))
    return found.what if found is not None else str(key)


def known_topic(value: object) -> None:
    """Refuse anything but a proposed topic."""
    if starter().topic(str(value)) is None:
        raise ValidationError(_("Choose a topic from the list."), code="topics")


class TopicIntervalQuerySet(InOrganisationQuerySet["TopicInterval"]):
    """Questions about intervals."""

    def in_force(self, organisation: Organisation, topic: str) -> "TopicInterval":
        """Return the interval of a topic; as long as the organisation has set none, the one that is proposed."""
        kept = self.of(organisation).filter(topic=topic).first()
        proposed = starter().topic(topic)
        months = proposed.interval_months if proposed is not None else None
        return kept or TopicInterval(organisation=organisation, topic=topic, months=months)

    def by_topic(self, organisation: Organisation) -> dict[str, int | None]:
        """Return the months of each topic, those that are proposed unless others were set; one query."""
        proposed = {one.id: one.interval_months for one in starter().topics}
        return proposed | dict(self.of(organisation).values_list("topic", "months"))


class TopicInterval(InOrganisation, Recorded):
    """The interval of one topic; without months people are made aware of it once."""

    topic = models.CharField(max_length=10, editable=False, validators=[known_topic], verbose_name=_("topic"))
    months = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("repeated after months"))

    labels: ClassVar[dict[str, Any]] = {"topic": _("Topic")}
    vocabulary: ClassVar = {"topic": topic_name}
    objects = TopicIntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("interval of an awareness topic")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "topic"], name="competence_interval_once"),
            models.CheckConstraint(
                condition=models.Q(months=None) | models.Q(months__gte=1), name="competence_interval_months"
            ),
        ]

    def __str__(self) -> str:
        """Return what it is called."""
        return f"{self.topic} {topic_name(self.topic)}"

    def set_months(self, *, months: int | None, by: Acts) -> None:
        """Say after how many months the topic comes again; none for once."""
        self.months = months
        self.commit(CompetenceEvent.INTERVAL_SET, by=by)
