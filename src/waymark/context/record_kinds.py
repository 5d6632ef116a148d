"""The kinds of this package as others name them, as members own them, and the reviews that members owe."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.factor import Factor
from waymark.context.models.supplier import Supplier
from waymark.records.describing import kind_of
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of

FACTOR: Final = kind_of(
    Factor,
    word="factor",
    address="factor",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
SUPPLIER: Final = kind_of(
    Supplier,
    word="supplier",
    address="supplier",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
KINDS: Final = (FACTOR, SUPPLIER)
OWNED: Final = (
    owned_kind(
        Factor,
        FACTOR,
        need=_("Review it on its review date: does it still hold, and does the answer still fit?"),
        due_on="next_review_on",
    ),
    owned_kind(
        Supplier,
        SUPPLIER,
        need=_("Review it on its review date: does it still supply what was agreed, and can you show it?"),
        due_on="next_review_on",
    ),
)
REVIEWS: Final = (
    reviews_of(Factor, FACTOR, label=_("Review of factor"), many=_("Reviews of factors")),
    reviews_of(Supplier, SUPPLIER, label=_("Review of supplier"), many=_("Reviews of suppliers")),
)
