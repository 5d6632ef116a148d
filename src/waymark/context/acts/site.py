"""What can be done with a site: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.site import EditSiteForm, HeadcountForm, NewSiteForm
from waymark.context.models.headcount import Headcount
from waymark.context.models.site import LIFECYCLE, Site
from waymark.context.registers.site import SITES
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.work.owners import OWNER, giving

ACTS: Final[RecordActs[Site]] = RecordActs(
    model=Site,
    register=SITES,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewSiteForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None},
        make=lambda organisation, typed, by: Site.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="count",
            path="headcounts",
            form=HeadcountForm,
            first=lambda _one, reading: {"counted_on": reading.today},
            do=lambda one, typed, by: Headcount.record(one, by=by, **typed),
        ),
        RecordAct(
            name="edit",
            path="edit",
            form=EditSiteForm,
            kept=("name", "functions", "address", "is_remote", "shared_services"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        giving(),
        *retiring.ACTS,
    ),
)
