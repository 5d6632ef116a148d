"""What this package registers with the packages below it."""

from waymark.competence import record_kinds
from waymark.competence.acts.raci import ACTS as RACI_ACTS
from waymark.competence.acts.role import ACTS as ROLE_ACTS
from waymark.people.extension_points import member_panels
from waymark.records import kinds
from waymark.records.acts import add_record_acts
from waymark.work import owed


def wire() -> None:
    """Register each kind, its register and acts, what members owe, and the roles on the page of a member.

    Doing it again changes nothing.
    """
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    for acts in (ROLE_ACTS, RACI_ACTS):
        add_record_acts(acts)
    for source in record_kinds.OWED:
        owed.register(source)
    for panel in (record_kinds.roles_panel,):
        if panel not in member_panels:
            member_panels.append(panel)
