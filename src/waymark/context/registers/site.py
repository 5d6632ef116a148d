"""The register of sites."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.site import Site
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring
from waymark.records.registers import QuerySetRows, Register
from waymark.work.owners import owner_act

SITES: Final[Register[Site]] = Register(
    name="sites",
    path="sites",
    word="site",
    label=_("Sites"),
    intro=_("Where people work under the AIMS, remote work included, and what is done there (4.3)."),
    source=QuerySetRows.of(Site, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("name", _("Site"), opens=True),
        columns.text("functions", _("What is done there"), width=40),
        columns.text("address", _("Address"), width=36),
        columns.yes_no("is_remote", _("Remote work"), is_sortable=True),
        columns.text("shared_services", _("Shared services"), width=40, only_in_files=True),
        columns.owner(),
        columns.day("retired_on", _("Retired on"), only_in_files=True),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.name, one.address, one.functions, one.shared_services)),
        filters.yes_no("is_remote", label=_("Remote work")),
        filters.owner(lambda one: one.owner_id),
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="site",
    changes="site_changes",
    new="site_new",
    new_label=_("Add site"),
    nothing=(
        _("No sites yet"),
        _("Add each place where people work under the AIMS, and remote work, with what is done there (4.3)."),
    ),
)
