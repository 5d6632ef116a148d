"""What roles need, what shows it, and how members stand with it, for programs."""

from typing import Final

from ninja import Router

from waymark.competence.acts.competence import ACTS as COMPETENCE_ACTS
from waymark.competence.acts.proof import ACTS as PROOF_ACTS
from waymark.competence.registers.expiring import EXPIRING
from waymark.competence.registers.standing import STANDING
from waymark.records.api import add_acts, add_list

router: Final = Router(tags=["Competence"])
for _acts in (COMPETENCE_ACTS, PROOF_ACTS):
    add_acts(router, _acts, add_list(router, _acts.register))
for _register in (STANDING, EXPIRING):
    add_list(router, _register)
