"""The page of one training."""

from typing import Any, Final

from django.urls import reverse

from waymark.competence.acts.training import ACTS
from waymark.competence.models.training import Training
from waymark.people.rights import Can
from waymark.records.backing import bringing, lines_behind
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _more(one: Training, reading: Reading) -> dict[str, Any]:
    reader, address = reading.reader, bringing()
    return {
        "is_due": one.is_due(reading.today),
        "behind": lines_behind(reader, [(Training._meta.label_lower, one.pk)]),
        "add_evidence": f"{reverse(address, args=[reader.organisation.slug])}?for=training:{one.pk}"
        if address and reader.can(Can.COLLECT)
        else "",
    }


PAGE: Final[RecordPage[Training]] = RecordPage(acts=ACTS, template="competence/training.html", more=_more)
