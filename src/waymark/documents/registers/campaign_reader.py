"""The list of members who are asked to read, over all campaigns: who has signed, and who has not. Computed."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.text import holds_words
from waymark.documents.campaign_choices import ReaderState
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.people.readers import Reader
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.registers import Column, ComputedRows, Filter, Reading, Register

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


def _rows(reading: Reading, asked: Mapping[str, Any]) -> Sequence[Any]:
    """Return the members, the last campaign first; one query, narrowed to the campaign that is asked for."""
    rows: Any = CampaignReader.objects.of(reading.reader.organisation).current().with_state()
    if asked.get("campaign"):
        rows = rows.filter(campaign__number=int(asked["campaign"]))
    related = rows.select_related("member", "campaign__organisation", "item__request")
    return list(related.order_by("-campaign__number", "member__name", "pk"))


def _link(row: Any, reading: Reading) -> str:
    return reverse("campaign", args=[reading.reader.organisation.slug, row.campaign.number])


def _read_on(row: Any) -> Any:
    return day_in(row.campaign.organisation.time_zone, row.read_at) if row.read_at else None


_OF_CAMPAIGN: Final[Filter[Any]] = Filter(
    name="campaign",
    field=CampaignChoice,
    keeps=lambda row, value, _reading: str(row.campaign.number) == value,
)

READERS: Final[Register[Any]] = Register(
    name="campaign_readers",
    path="campaigns/readers",
    word="campaign-reader",
    label=_("Members asked to read"),
    intro=_("Each member whom a campaign asks, and how they stand with the version that it asks for now."),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text("reference", _("Number"), of="key", width=12),
        columns.text(
            "title",
            _("Title"),
            of="campaign.title",
            opens=True,
            width=40,
            sort=lambda row: row.campaign.title.casefold(),
        ),
        columns.person("member", _("Member")),
        columns.choice("reading_state", _("State"), ReaderState, tones=_TONES),
        columns.day("due_on", _("Due"), of="campaign.due_on", is_sortable=False),
        Column(name="read_on", label=_("Signed on"), value=_read_on, kind=Kind.DAY),
        columns.text("request", _("Request"), of="item.request.reference", width=10),
    ),
    filters=(
        filters.words_in(
            lambda row, text, _reading: holds_words(f"{row.member.name} {row.campaign.title}", text),
            label=_("Member or campaign"),
        ),
        _OF_CAMPAIGN,
        filters.choice(
            "state",
            ReaderState.choices,
            label=_("State"),
            narrow=None,
            keeps=lambda row, value, _reading: row.reading_state == value,
            as_chips=True,
        ),
    ),
    address="campaign",
    link=_link,
    key=lambda row: str(row.key),
    record=lambda row: row.campaign,
    order="",
    nothing=(_("Nobody is asked"), _("Start an acknowledgement campaign on a document in force.")),
)
