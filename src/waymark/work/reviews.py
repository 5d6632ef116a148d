"""The reviews that owners of a kind of record owe: on My work when due within a week, and as reminders."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import RecordKind
from waymark.work import daily, owed
from waymark.work.owed import WEEK, Consequence, OwedSource, owed_rows, shown_as


@dataclass(frozen=True, slots=True)
class Reviews:
    """What owners of one kind owe, and what they are reminded of."""

    owed: OwedSource
    reminding: daily.Reminding


def reviews_of(model: type[Any], kind: RecordKind, *, label: str | Promise, many: str | Promise) -> Reviews:
    """Return the reviews of a kind that is `records.reviewed.Reviewed`.

    `label` is what one is called on My work, `many` what all of them are.
    """

    def rows(member: Member, today: dt.date) -> Any:
        due = model.objects.of(member.organisation).owned_by(member).review_due_by(today + WEEK)
        return owed_rows(due, consequence=Consequence.MINOR, what=model.title_field, due_on="next_review_on")

    def due_by(organisation: Organisation, day: dt.date) -> Any:
        return model.objects.of(organisation).review_due_by(day)

    source = OwedSource(name=f"{kind.word}-reviews", label=many, rows=rows, show=shown_as(label, kind))
    return Reviews(source, daily.reminding_of(kind, due_by, due_on="next_review_on"))


def register(reviews: Reviews) -> None:
    """Let My work ask for reviews, and the daily round remind of them; registering them again changes nothing."""
    owed.register(reviews.owed)
    daily.register(reviews.reminding)
