"""What this package registers with the packages below it."""

from waymark.context.acts.supplier import ACTS
from waymark.context.record_kind import KIND, OWNED, REVIEWS
from waymark.records import kinds
from waymark.records.acts import add_record_acts
from waymark.work import owned, reviews


def wire() -> None:
    """Register the kind with its register and acts, and what of it members own and owe; again changes nothing."""
    kinds.register(KIND)
    add_record_acts(ACTS)
    owned.register(OWNED)
    reviews.register(REVIEWS)
