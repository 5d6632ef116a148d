"""Records that are reviewed again and again: when it was, what it came to, and when the next review is due.

The verb `review` stands in the model, with its event. What its page and list need is `reviewing`, what its owner owes
`work.reviews`.
"""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.fields import ProseField
from waymark.core.text import normal
from waymark.records.lifecycle import Lifecycle


class ReviewDateWrong(RuleBroken):
    """A review lies in the past or is of today, and the next one comes after it."""

    code = "review-date-wrong"


class ReviewResult(models.TextChoices):
    """What the last review came to."""

    NONE = "none", _("Not reviewed yet")
    SATISFACTORY = "satisfactory", _("Satisfactory")
    CONDITIONAL = "conditional", _("Satisfactory with conditions")
    UNSATISFACTORY = "unsatisfactory", _("Not satisfactory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody says a review came to, on a day, and when the next one is due; a note says on what it rests."""

    on: dt.date
    result: str
    note: str = ""
    next_on: dt.date


class Reviewed(models.Model):
    """A record with a last and a next review.

    Its life cycle has a row `review` that says when it can be reviewed, its QuerySet a question `review_due_by`.
    """

    reviewed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("last review"))
    review_result = models.CharField(
        max_length=14, choices=ReviewResult, default=ReviewResult.NONE, editable=False, verbose_name=_("review result")
    )
    review_note = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("review note"))
    next_review_on = models.DateField(null=True, blank=True, verbose_name=_("next review"))

    lifecycle: ClassVar[Lifecycle | None] = None

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(reviewed_on=None, review_result=ReviewResult.NONE)
                | (models.Q(reviewed_on__isnull=False) & ~models.Q(review_result=ReviewResult.NONE)),
                name="%(app_label)s_%(class)s_reviewed",
            ),
        ]

    def keep_review(self, review: Review, *, today: dt.date) -> None:
        """Take over what a review came to; the verb commits. Raises ReviewDateWrong."""
        if review.on > today or review.next_on <= review.on:
            raise ReviewDateWrong(
                _("A review cannot be in the future, and the next one must be later."),
                way_out=_("Correct the two dates."),
            )
        self.reviewed_on, self.review_result, self.next_review_on = review.on, review.result, review.next_on
        self.review_note = normal(review.note)

    def is_review_due(self, today: dt.date) -> bool:
        """Return whether the next review is due, of a record that can be reviewed."""
        is_past = self.next_review_on is not None and self.next_review_on <= today
        return is_past and self.lifecycle is not None and not self.lifecycle.why_not(self, "review")
