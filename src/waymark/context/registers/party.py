"""The register of interested parties."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.party import Party, party_kinds
from waymark.context.starter import starter
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring, reviewing
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act

_GROUPS: Final = (
    ("inside", _("Inside")),
    ("affected", _("Affected")),
    ("outside", _("Outside")),
    ("authority", _("Authority")),
)
ONLY_AFFECTED: Final = Choice("only_affected", _("Neither buys nor uses"), "line")
_KINDS: Final = {key: Choice(key, title) for key, title in party_kinds()}


def _group_of(row: Party) -> str:
    described = row.described_kind
    return described.group if described is not None else ""


def _kinds_of(group: str) -> list[str]:
    return [one.id for one in starter().party_kinds if one.group == group]


PARTIES: Final[Register[Party]] = Register(
    name="parties",
    path="parties",
    word="party",
    label=_("Interested parties"),
    intro=_("Who is interested in the AIMS, those who are only affected included, and what they need (4.2)."),
    source=QuerySetRows.of(Party, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("name", _("Party"), opens=True, badge=lambda one: ONLY_AFFECTED if one.is_only_affected else None),
        Column(
            name="kind",
            label=_("Kind"),
            value=lambda row: _KINDS.get(row.kind) or Choice(row.kind, row.kind),
            kind=Kind.CHOICE,
            width=36,
        ),
        columns.text("about", _("Why they matter"), width=40, only_in_files=True),
        columns.owner(),
        *reviewing.COLUMNS,
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.name, one.about)),
        filters.choice(
            "group",
            _GROUPS,
            label=_("Group"),
            narrow=lambda rows, value, _reading: rows.of_kinds(_kinds_of(value)),
            keeps=lambda row, value, _reading: _group_of(row) == value,
        ),
        filters.owner(lambda one: one.owner_id),
        *reviewing.FILTERS,
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="party",
    changes="party_changes",
    new="party_new",
    new_label=_("Add interested party"),
    nothing=(
        _("No interested parties yet"),
        _("Add who affects the AIMS or is affected by it: staff, customers, authorities, people decided about (4.2)."),
    ),
)
