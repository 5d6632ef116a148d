"""Records that are in use until they are retired with a reason: columns, questions, and the rows of their life cycle.

The verbs `retire` and `reinstate` stand in the model, with their events. What their page and list need is `retiring`.
"""

from collections.abc import Iterator
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.fields import ProseField
from waymark.people.rights import Can
from waymark.records.governed import OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Transition

G = TypeVar("G", bound=models.Model)
Words = str | Promise


class UseState(models.TextChoices):
    """Whether the organisation still uses it, or depends on it."""

    ACTIVE = "active", _("In use")
    RETIRED = "retired", _("Retired")


class RetirableQuerySet(OwnedQuerySet[G]):
    """Questions about owned records that can be retired."""

    def active(self) -> Self:
        """Return those in use."""
        return self.filter(state=UseState.ACTIVE)

    def to_hand_over(self) -> Self:
        """Return those in use; who owned a retired one is history."""
        return self.active()


class Retirable(models.Model):
    """A record that is retired with a reason instead of being deleted, and may be used again."""

    state = models.CharField(
        max_length=7, choices=UseState, default=UseState.ACTIVE, editable=False, verbose_name=_("state")
    )
    retired_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state=UseState.RETIRED) | ~models.Q(retired_reason=""),
                name="%(app_label)s_%(class)s_retired_with_reason",
            ),
        ]

    @property
    def is_retired(self) -> bool:
        """Return whether it is used no longer."""
        return self.state == UseState.RETIRED


def while_in_use(
    refused: type[RuleBroken], *rows: tuple[str, Words, Words], right: Can = Can.WORK
) -> Iterator[Transition]:
    """Yield a row for each act that only a record in use allows, given by name, label and sentence."""
    for act, label, sentence in rows:
        yield _in_use(act, label, sentence, refused, right, STAYS)


def retirement(
    refused: type[RuleBroken], in_use: type[RuleBroken], *, retire: Words, reinstate: Words, right: Can = Can.WORK
) -> Iterator[Transition]:
    """Yield the rows `retire` and `reinstate`, with what each means.

    `refused` is raised for what is retired already, `in_use` for what is not.
    """
    yield _in_use("retire", _("Retire"), retire, refused, right, UseState.RETIRED)
    yield Transition(
        act="reinstate",
        sources=(UseState.RETIRED,),
        to=UseState.ACTIVE,
        right=right,
        label=_("Use again"),
        sentence=reinstate,
        refused=in_use,
        because=_("%(reference)s is in use."),
    )


def added(label: Words, sentence: Words) -> Transition:
    """Return the row `add`: a new record is in use at once."""
    return Transition(
        act="add", sources=(BEGINNING,), to=UseState.ACTIVE, right=Can.MANAGE_AIMS, label=label, sentence=sentence
    )


def _in_use(act: str, label: Words, sentence: Words, refused: type[RuleBroken], right: Can, to: str) -> Transition:
    return Transition(
        act=act,
        sources=(UseState.ACTIVE,),
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=refused,
        because=_("%(reference)s is retired and cannot be changed."),
        way_out=_("Choose Use again first, with a reason."),
    )
