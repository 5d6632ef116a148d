"""The register of AIMS roles."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.holding import without_deputy, without_holder
from waymark.competence.models.role import AimsRole, DeputyRule
from waymark.records import columns, filters, retiring
from waymark.records.registers import QuerySetRows, Register

AIMS_ROLES: Final[Register[AimsRole]] = Register(
    name="aims_roles",
    path="aims-roles",
    word="aims-role",
    label=_("AIMS roles"),
    intro=_(
        "Who is responsible for what in the AIMS, with which authorities (5.3, A.3.2). An AIMS role gives no "
        "permission in Waymark: permissions are set on the page of a member."
    ),
    source=QuerySetRows.of(AimsRole, prepare=lambda rows: rows.select_related("organisation").with_holders()),
    columns=(
        columns.reference(),
        columns.text("title", _("Role"), opens=True),
        columns.text("holders", _("Held by"), width=30),
        columns.text("deputies", _("Deputies")),
        columns.text("purpose", _("Purpose"), width=44),
        columns.text("responsibilities", _("Responsibilities"), width=60, only_in_files=True),
        columns.text("authorities", _("Authorities"), width=60, only_in_files=True),
        columns.yes_no("only_one", _("One holder at a time"), only_in_files=True),
        columns.choice("deputy_rule", _("While a holder is absent"), DeputyRule, only_in_files=True),
        columns.text("deputy_may", _("A deputy may"), width=40, only_in_files=True),
        columns.text("deputy_may_not", _("A deputy may not"), width=40, only_in_files=True),
        columns.text("starter", _("Adopted from proposal"), only_in_files=True),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.title, one.purpose, one.responsibilities, one.authorities)),
        filters.tick(
            "vacant",
            label=_("No holder"),
            narrow=lambda rows, reading: without_holder(rows, reading.today),
            keeps=lambda one, reading: not one.is_retired and not one.holders_on(reading.today),
        ),
        filters.tick(
            "no_deputy",
            label=_("No deputy named"),
            narrow=lambda rows, reading: without_deputy(rows, reading.today),
            keeps=lambda one, _reading: one.lacks_deputy,
        ),
        retiring.STATE,
    ),
    address="aims_role",
    order="reference",
    new="aims_role_new",
    new_label=_("Add AIMS role"),
    nothing=(
        _("No AIMS roles yet"),
        _("Top management sees to it that responsibilities and authorities are assigned (5.3)."),
    ),
    page="competence/roles.html",
)
