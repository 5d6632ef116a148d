"""What can be done with an acknowledgement campaign: its forms, its verbs, and what each form proposes."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import ngettext

from waymark.core.forms import VersionedForm
from waymark.documents import campaigning
from waymark.documents.campaigning import CampaignDraft
from waymark.documents.forms.campaign import AIMS_ROLE, VERSION, DueForm, NewCampaignForm
from waymark.documents.models.campaign import LIFECYCLE, Campaign
from waymark.documents.registers.campaign import CAMPAIGNS
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.work.owners import OWNER, giving

_PERIOD: Final = dt.timedelta(days=14)
"""The time to read that is proposed."""


def _start(organisation: Organisation, typed: dict[str, Any], by: Any) -> Campaign:
    return campaigning.start(organisation, CampaignDraft(**typed), by=by)


def _widened(_one: Campaign, count: int, _reader: Any) -> str:
    return ngettext("%(n)d more member is asked.", "%(n)d more members are asked.", count) % {"n": count}


ACTS: Final[RecordActs[Campaign]] = RecordActs(
    model=Campaign,
    register=CAMPAIGNS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        name="start",
        form=NewCampaignForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {
            "owner": reading.reader.pk or None,
            "audience": "everybody",
            "due_on": reading.today + _PERIOD,
        },
        by_link=("document_version",),
        make=_start,
        described={"document_version": VERSION, "aims_role": AIMS_ROLE, "owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="widen",
            path="further-readers",
            form=VersionedForm,
            do=lambda one, _typed, by: campaigning.widen(one, by=by),
            done=_widened,
        ),
        RecordAct(
            name="extend",
            path="due-date",
            form=DueForm,
            kept=("due_on",),
            do=lambda one, typed, by: campaigning.extend(one, typed["due_on"], by=by),
        ),
        RecordAct(
            name="carry_on",
            path="new-version",
            form=DueForm,
            first=lambda _one, reading: {"due_on": reading.today + _PERIOD},
            do=lambda one, typed, by: campaigning.carry_on(one, typed["due_on"], by=by),
        ),
        giving(),
        RecordAct(
            name="close",
            path="closing",
            form=ReasonForm,
            do=lambda one, typed, by: campaigning.close(one, by=by, **typed),
        ),
    ),
)


def may_start_campaign(reader: Reader) -> bool:
    """Return whether somebody may start one."""
    return ACTS.new is not None and reader.can(ACTS.right(ACTS.new))
