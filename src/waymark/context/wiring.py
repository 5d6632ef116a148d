"""What this package registers with the packages below it."""

from waymark.context.models.supplier import Supplier
from waymark.context.record_kind import KIND, OWNED, REMINDING, REVIEWS
from waymark.context.registers.supplier import SUPPLIERS
from waymark.records import kinds
from waymark.records.lifecycle import add_lifecycle
from waymark.records.registers import add_register
from waymark.work import daily, owed, owned


def wire() -> None:
    """Register the kind, its register and life cycle, and what of it members own and owe; again changes nothing."""
    kinds.register(KIND)
    add_register(SUPPLIERS)
    add_lifecycle(Supplier.lifecycle)
    owned.register(OWNED)
    owed.register(REVIEWS)
    daily.register(REMINDING)
