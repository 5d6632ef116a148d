"""The kinds of this package as others name them, as members own them, and the reviews that members owe."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.supplier import Supplier
from waymark.evidence.from_records import reviewed
from waymark.records.describing import kind_of
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of

SUPPLIER: Final = kind_of(
    Supplier,
    word="supplier",
    address="supplier",
    offers=lambda rows: rows.active(),  # type: ignore[attr-defined]
)
KINDS: Final = (SUPPLIER,)
OWNED: Final = (
    owned_kind(
        Supplier,
        SUPPLIER,
        need=_("Review it on its review date: does it still supply what was agreed, and can you show it?"),
        due_on="next_review_on",
    ),
)
REVIEWS: Final = (reviews_of(Supplier, SUPPLIER, label=_("Review of supplier"), many=_("Reviews of suppliers")),)
SHOWN: Final = (reviewed(Supplier, points=("A.10.3-1", "A.10.3-4"), months=12),)
"""What stands behind requirements by itself, and for how many months (path.md section 17)."""
