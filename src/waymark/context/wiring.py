"""What this package registers with the packages below it."""

from waymark.competence import separations
from waymark.context import record_kinds
from waymark.context.acts.factor import ACTS as FACTOR_ACTS
from waymark.context.acts.inventory_unit import ACTS as UNIT_ACTS
from waymark.context.acts.need import ACTS as NEED_ACTS
from waymark.context.acts.obligation import ACTS as OBLIGATION_ACTS
from waymark.context.acts.party import ACTS as PARTY_ACTS
from waymark.context.acts.planned_change import ACTS as PLANNED_CHANGE_ACTS
from waymark.context.acts.scope_version import ACTS as SCOPE_ACTS
from waymark.context.acts.site import ACTS as SITE_ACTS
from waymark.context.acts.supplier import ACTS as SUPPLIER_ACTS
from waymark.context.acts.supplier_notice import ACTS as SUPPLIER_NOTICE_ACTS
from waymark.context.acts.system import ACTS as SYSTEM_ACTS
from waymark.context.acts.system_request import ACTS as REQUEST_ACTS
from waymark.context.acts.trigger import ACTS as TRIGGER_ACTS
from waymark.context.path_lines import PATH_LINES
from waymark.context.registers.headcount import HEADCOUNT
from waymark.context.registers.obligation import CANDIDATES
from waymark.context.scope_approval import SIGNABLE as SCOPE_SIGNABLE
from waymark.context.separations import ACTS as ACTS_OF_ONE_HAND
from waymark.evidence import from_records
from waymark.records import kinds, path_lines
from waymark.records.acts import add_record_acts
from waymark.records.registers import add_register
from waymark.signing import signables
from waymark.work import daily, owed, owned, reviews


def wire() -> None:
    """Register each kind, its register and acts, and what of it members own and owe; again changes nothing."""
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    for acts in (
        FACTOR_ACTS,
        PARTY_ACTS,
        NEED_ACTS,
        OBLIGATION_ACTS,
        PLANNED_CHANGE_ACTS,
        SCOPE_ACTS,
        SITE_ACTS,
        SUPPLIER_ACTS,
        SUPPLIER_NOTICE_ACTS,
        SYSTEM_ACTS,
        REQUEST_ACTS,
        TRIGGER_ACTS,
        UNIT_ACTS,
    ):
        add_record_acts(acts)
    signables.register(SCOPE_SIGNABLE)
    separations.add_acts(ACTS_OF_ONE_HAND)
    for register in (HEADCOUNT, CANDIDATES):
        add_register(register)
    for one in record_kinds.OWNED:
        owned.register(one)
    for due in record_kinds.REVIEWS:
        reviews.register(due)
    for source in record_kinds.OWED:
        owed.register(source)
    for reminding in record_kinds.REMINDING:
        daily.register(reminding)
    for shown in record_kinds.SHOWN:
        from_records.register(shown)
    for line in PATH_LINES:
        path_lines.register(line)
