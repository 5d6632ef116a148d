"""What can be done with an interested party: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.need import NewNeedForm
from waymark.context.forms.party import EditPartyForm, NewPartyForm
from waymark.context.models.need import Need
from waymark.context.models.party import LIFECYCLE, Party
from waymark.context.registers.party import PARTIES
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.reviewing import REVIEW, year_after
from waymark.work.owners import OWNER, giving

ADD_NEED: Final[RecordAct[Party]] = RecordAct(
    name="need",
    path="needs",
    form=NewNeedForm,
    given=lambda one, _reader: {"organisation": one.organisation},
    first=lambda one, _reading: {"owner": one.owner_id},
    do=lambda one, typed, by: Need.add(one, by=by, **typed),
    done=lambda _one, need, _reader: _("%(reference)s was added.") % {"reference": need.reference} if need else "",
    described={"owner": OWNER},
)
ACTS: Final[RecordActs[Party]] = RecordActs(
    model=Party,
    register=PARTIES,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewPartyForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None, "next_review_on": year_after(reading.today)},
        make=lambda organisation, typed, by: Party.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        ADD_NEED,
        RecordAct(
            name="edit",
            path="edit",
            form=EditPartyForm,
            kept=("name", "kind", "about", "next_review_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        REVIEW,
        giving(),
        *retiring.ACTS,
    ),
)
