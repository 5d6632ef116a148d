"""Suppliers as others name them, as members own them, and the reviews that members owe."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import Supplier
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.describing import kind_of
from waymark.work.daily import reminding_of
from waymark.work.owed import WEEK, Consequence, OwedSource, owed_rows, shown_as
from waymark.work.owned import owned_kind

KIND: Final = kind_of(
    Supplier,
    word="supplier",
    address="supplier",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
OWNED: Final = owned_kind(Supplier, KIND)


def _reviews(member: Member, today: dt.date) -> Any:
    due = Supplier.objects.of(member.organisation).owned_by(member).review_due_by(today + WEEK)
    return owed_rows(due, consequence=Consequence.MINOR, what="name", due_on="next_review_on")


def _due(organisation: Organisation, day: dt.date) -> Any:
    return Supplier.objects.of(organisation).review_due_by(day)


REVIEWS: Final = OwedSource(
    name="supplier-reviews",
    label=_("Reviews of suppliers"),
    rows=_reviews,
    show=shown_as(_("Review of supplier"), KIND),
)
REMINDING: Final = reminding_of(KIND, _due, due_on="next_review_on")
