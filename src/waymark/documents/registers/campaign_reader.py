"""The list of members who are asked to read, over all campaigns: who has signed, and who has not."""

from functools import cache
from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.text import fold
from waymark.documents.campaign_choices import ReaderState
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.people.in_organisation import holding
from waymark.people.readers import Reader
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.registers import Column, Filter, QuerySetRows, Reading, Register

_TONES: Final = {ReaderState.SIGNED: "good", ReaderState.RETURNED: "warn"}


class CampaignChoice(forms.ChoiceField):
    """A campaign of the organisation, by its number."""

    described: ClassVar = {"type": "string", "description": "the number of a campaign"}

    def __init__(self, reader: Reader) -> None:
        """Read the campaigns once, when the choices are shown or checked."""
        super().__init__(required=False, choices=cache(lambda: _campaigns(reader)), label=_("Campaign"))


def _campaigns(reader: Reader) -> list[tuple[str, Any]]:
    rows = Campaign.objects.of(reader.organisation).newest_first()
    return [("", _("All campaigns")), *((str(one.number), f"{one.reference} {one.title}") for one in rows)]


def _rows(reader: Reader) -> Any:
    return CampaignReader.objects.of(reader.organisation).current().with_state()


def _link(row: Any, reading: Reading) -> str:
    return reverse("campaign", args=[reading.reader.organisation.slug, row.campaign.number])


def _read_on(row: Any) -> Any:
    return day_in(row.campaign.organisation.time_zone, row.read_at) if row.read_at else None


_OF_CAMPAIGN: Final[Filter[Any]] = Filter(
    name="campaign",
    field=CampaignChoice,
    narrow=lambda rows, value, _reading: rows.filter(campaign__number=int(value)),
    keeps=lambda row, value, _reading: str(row.campaign.number) == value,
)
_WORDS: Final[Filter[Any]] = Filter(
    name="q",
    field=filters.words_in(lambda _row, _text, _reading: True, label=_("Member or campaign")).field,
    narrow=lambda rows, text, _reading: rows.filter(holding(text, ("member__name", "campaign__title"))),
    keeps=lambda row, text, _reading: any(fold(text) in fold(one) for one in (row.member.name, row.campaign.title)),
)

READERS: Final[Register[Any]] = Register(
    name="campaign_readers",
    path="campaigns/readers",
    word="campaign-reader",
    label=_("Members asked to read"),
    intro=_("Each member whom a campaign asks, and how they stand with the version that it asks for now."),
    source=QuerySetRows(
        rows=_rows,
        prepare=lambda rows: rows.select_related(
            "member", "campaign__organisation", "item__request", "document_version"
        ).defer("document_version__text"),
    ),
    columns=(
        columns.text("reference", _("Campaign"), of="campaign.reference", width=10),
        columns.text("title", _("Title"), of="campaign.title", opens=True, width=40, sort=("campaign__title",)),
        columns.person("member", _("Member"), sort=("member__name",)),
        columns.choice("reading_state", _("State"), ReaderState, tones=_TONES),
        columns.day("due_on", _("Due"), of="campaign.due_on", sort=("campaign__due_on",)),
        Column(name="read_on", label=_("Signed on"), value=_read_on, kind=Kind.DAY, sort=("read_at",)),
        columns.text("request", _("Request"), of="item.request.reference", width=10),
    ),
    filters=(
        _WORDS,
        _OF_CAMPAIGN,
        filters.choice(
            "state",
            ReaderState.choices,
            label=_("State"),
            narrow=lambda rows, value, _reading: rows.filter(reading_state=value),
            keeps=lambda row, value, _reading: row.reading_state == value,
            as_chips=True,
        ),
    ),
    address="campaign",
    link=_link,
    key=lambda row: str(row.pk),
    record=lambda row: row.campaign,
    order="member",
    nothing=(_("Nobody is asked"), _("Start an acknowledgement campaign on a document in force.")),
)
