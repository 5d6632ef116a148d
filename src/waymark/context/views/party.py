"""The page of one interested party, with its needs and the typical needs of its kind."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from waymark.context.acts.party import ACTS
from waymark.context.forms.need import NewNeedForm
from waymark.context.met_by import join_refs
from waymark.context.models.need import Need
from waymark.context.models.party import Party
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _more(one: Party, reading: Reading) -> Mapping[str, Any]:
    needs = list(Need.objects.of(reading.reader.organisation).of_party(one).order_by("number"))
    return {"is_due": one.is_review_due(reading.today), "needs": needs, "typical": _typical(one, needs)}


def _typical(one: Party, needs: Sequence[Need]) -> list[tuple[str, forms.Form]]:
    """Return the typical needs of its kind that it has not yet, each in a form to adapt and save."""
    described, there = one.described_kind, {need.text.casefold() for need in needs}
    if described is None:
        return []
    return [
        (
            need.text,
            NewNeedForm(
                initial={
                    "text": need.text,
                    "binding": need.binding,
                    "met_by": join_refs(need.met_by),
                    "owner": one.owner_id,
                },
                organisation=one.organisation,
                auto_id=f"typical{number}_%s",
            ),
        )
        for number, need in enumerate(described.needs)
        if need.text.casefold() not in there
    ]


PAGE: Final[RecordPage[Party]] = RecordPage(acts=ACTS, template="context/party.html", more=_more)
