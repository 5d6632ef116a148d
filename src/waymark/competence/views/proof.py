"""The page of one proof of competence, with the evidence that lies behind it."""

from typing import Any, Final

from django.urls import reverse

from waymark.competence.acts.proof import ACTS
from waymark.competence.models.proof import Proof
from waymark.people.rights import Can
from waymark.records.backing import bringing, lines_behind
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _more(one: Proof, reading: Reading) -> dict[str, Any]:
    reader, address = reading.reader, bringing()
    return {
        "counts": one.counts_on(reading.today),
        "behind": lines_behind(reader, [(Proof._meta.label_lower, one.pk)]),
        "add_evidence": f"{reverse(address, args=[reader.organisation.slug])}?for=competence-proof:{one.pk}"
        if address and reader.can(Can.COLLECT)
        else "",
    }


PAGE: Final[RecordPage[Proof]] = RecordPage(acts=ACTS, template="competence/proof.html", more=_more)
