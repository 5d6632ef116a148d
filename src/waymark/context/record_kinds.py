"""The kinds of this package as others name them, as members own them, and the reviews that members owe."""

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waymark.context.models.factor import Climate, Factor
from waymark.context.models.need import Need, NeedState
from waymark.context.models.party import Party
from waymark.context.models.supplier import Supplier
from waymark.context.shown import NEEDS_SHOWN
from waymark.evidence.from_records import reviewed
from waymark.records.describing import kind_of
from waymark.work.owned import owned_kind
from waymark.work.reviews import reviews_of


def _in_use(rows: Any) -> Any:
    return rows.active()


FACTOR: Final = kind_of(Factor, word="factor", address="factor", offers=_in_use)
NEED: Final = kind_of(Need, word="need", address="need", offers=lambda rows: rows.exclude(state=NeedState.DECLINED))
PARTY: Final = kind_of(Party, word="party", address="party", offers=_in_use)
SUPPLIER: Final = kind_of(Supplier, word="supplier", address="supplier", offers=_in_use)
KINDS: Final = (FACTOR, PARTY, NEED, SUPPLIER)
OWNED: Final = (
    owned_kind(
        Factor,
        FACTOR,
        need=_("Review it on its review date: does it still hold, and does the answer still fit?"),
        due_on="next_review_on",
    ),
    owned_kind(
        Party,
        PARTY,
        need=_("Review it on its review date: are its needs still complete, and still met?"),
        due_on="next_review_on",
    ),
    owned_kind(
        Need,
        NEED,
        need=_("Decide whether it is taken on, and see that it is met where its page says so."),
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
    reviews_of(Party, PARTY, label=_("Review of interested party"), many=_("Reviews of interested parties")),
    reviews_of(Supplier, SUPPLIER, label=_("Review of supplier"), many=_("Reviews of suppliers")),
)
SHOWN: Final = (
    reviewed(Factor, points=("4.1-1",), months=12),
    reviewed(Factor, points=("4.1-2",), months=12, among=~Q(climate=Climate.NONE), kind="context.factor.climate"),
    reviewed(Party, points=("4.2-1",), months=12),
    NEEDS_SHOWN,
    reviewed(Supplier, points=("A.10.3-1", "A.10.3-4"), months=12),
)
"""What stands behind requirements by itself, and for how many months (path.md section 17)."""
