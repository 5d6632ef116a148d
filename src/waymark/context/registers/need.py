"""The register of needs of interested parties."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.context.models.need import Binding, Need, NeedState
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act

_TONES: Final = {NeedState.OPEN: "warn", NeedState.TAKEN_ON: "good"}


def _party(row: Need) -> RecordLine:
    party = row.party
    address = reverse("party", args=[row.organisation.slug, party.number])
    return RecordLine("context.party", party.pk, party.reference, party.name, address)


NEEDS: Final[Register[Need]] = Register(
    name="needs",
    path="needs",
    word="need",
    label=_("Needs"),
    intro=_("What interested parties need and expect, why that binds, and where the AIMS meets it (4.2)."),
    source=QuerySetRows.of(Need, prepare=lambda rows: rows.select_related("owner", "party", "organisation")),
    columns=(
        columns.reference(),
        columns.text("text", _("Need"), opens=True, width=48),
        Column(name="party", label=_("Party"), value=_party, kind=Kind.RECORD, width=28),
        columns.choice("binding", _("Why it binds"), Binding, sort=("binding",)),
        columns.text("source", _("Source"), only_in_files=True),
        columns.text("met_by", _("Where it is met")),
        columns.owner(),
        columns.choice("state", _("State"), NeedState, tones=_TONES),
        columns.text("reason", _("Reason"), width=40, only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.text, one.source, one.met_by), label=_("Need, source or number")),
        filters.field_choice("binding", Binding.choices, label=_("Why it binds")),
        filters.owner(lambda one: one.owner_id),
        filters.state(NeedState, otherwise=filters.ALL),
    ),
    acts=(owner_act(Can.WORK),),
    address="need",
    changes="need_changes",
    nothing=(
        _("No needs yet"),
        _("Open an interested party and add what it needs. Typical needs are proposed there."),
    ),
)
