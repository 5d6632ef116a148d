"""What this package registers with the packages below it."""

from waymark.competence import dues, record_kinds
from waymark.competence.acts.competence import ACTS as COMPETENCE_ACTS
from waymark.competence.acts.proof import ACTS as PROOF_ACTS
from waymark.competence.acts.raci import ACTS as RACI_ACTS
from waymark.competence.acts.role import ACTS as ROLE_ACTS
from waymark.competence.acts.training import ACTS as TRAINING_ACTS
from waymark.competence.path_lines import PATH_LINES
from waymark.competence.registers.awareness import AWARENESS
from waymark.competence.registers.expiring import EXPIRING
from waymark.competence.registers.ownership import OWNERSHIP
from waymark.competence.registers.separation import SEPARATIONS
from waymark.competence.registers.standing import STANDING
from waymark.competence.shown import SHOWN
from waymark.evidence import from_records
from waymark.people.extension_points import member_panels
from waymark.records import kinds, path_lines
from waymark.records.acts import add_record_acts
from waymark.records.registers import add_register
from waymark.work import daily, owed, owned


def wire() -> None:
    """Register each kind, its register and acts, what members owe, what shows points, and the panels of a member.

    Doing it again changes nothing.
    """
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    for acts in (ROLE_ACTS, RACI_ACTS, COMPETENCE_ACTS, PROOF_ACTS, TRAINING_ACTS):
        add_record_acts(acts)
    for register in (STANDING, AWARENESS, EXPIRING, SEPARATIONS, OWNERSHIP):
        add_register(register)
    for one in record_kinds.OWNED:
        owned.register(one)
    for source in dues.SOURCES:
        owed.register(source)
    for reminding in dues.REMINDERS:
        daily.register(reminding)
    for shown in SHOWN:
        from_records.register(shown)
    for line in PATH_LINES:
        path_lines.register(line)
    member_panels.extend(one for one in record_kinds.PANELS if one not in member_panels)
