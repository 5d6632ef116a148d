"""Suppliers as others name them, as members own them, and the reviews that members owe."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import Supplier
from waymark.records.describing import kind_of
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of

KIND: Final = kind_of(
    Supplier,
    word="supplier",
    address="supplier",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
OWNED: Final = owned_kind(Supplier, KIND)
REVIEWS: Final = reviews_of(Supplier, KIND, label=_("Review of supplier"))
