"""The page of one needed competence: what is accepted, and who has shown it."""

from typing import Any, Final

from waymark.competence.acts.competence import ACTS
from waymark.competence.models.competence import Competence
from waymark.competence.standing import lines_of_competence
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _more(one: Competence, reading: Reading) -> dict[str, Any]:
    return {"lines": lines_of_competence(one, reading.today)}


PAGE: Final[RecordPage[Competence]] = RecordPage(acts=ACTS, template="competence/competence.html", more=_more)
