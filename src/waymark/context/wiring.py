"""What this package registers with the packages below it."""

from waymark.context import record_kinds
from waymark.context.acts.supplier import ACTS as SUPPLIER_ACTS
from waymark.context.acts.system import ACTS as SYSTEM_ACTS
from waymark.context.acts.system_request import ACTS as REQUEST_ACTS
from waymark.context.acts.trigger import ACTS as TRIGGER_ACTS
from waymark.records import kinds
from waymark.records.acts import add_record_acts
from waymark.work import daily, owed, owned, reviews


def wire() -> None:
    """Register each kind, its register and acts, and what of it members own and owe; again changes nothing."""
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    for acts in (SUPPLIER_ACTS, SYSTEM_ACTS, REQUEST_ACTS, TRIGGER_ACTS):
        add_record_acts(acts)
    for one in record_kinds.OWNED:
        owned.register(one)
    for due in record_kinds.REVIEWS:
        reviews.register(due)
    for source in record_kinds.OWED:
        owed.register(source)
    for reminding in record_kinds.REMINDED:
        daily.register(reminding)
