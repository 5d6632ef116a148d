"""The register of factors."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.factor import Climate, Factor, Origin
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring, reviewing
from waymark.records.cells import Choice
from waymark.records.registers import QuerySetRows, Reading, Register
from waymark.work.owners import owner_act

_CLIMATE: Final = {one.value: Choice(one.value, _("Climate")) for one in Climate if one != Climate.NONE}


def _more(reading: Reading) -> Mapping[str, Any]:
    decides = Factor.objects.of(reading.reader.organisation).on_climate().exists()
    return {"lacks_climate": not decides, "may_decide": reading.reader.can(Can.MANAGE_AIMS)}


FACTORS: Final[Register[Factor]] = Register(
    name="factors",
    path="factors",
    word="factor",
    label=_("Context factors"),
    intro=_("External and internal matters that bear on the AIMS, with the decision on climate change (4.1)."),
    source=QuerySetRows.of(Factor, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("title", _("Factor"), opens=True, badge=lambda one: _CLIMATE.get(one.climate)),
        columns.choice("origin", _("Origin"), Origin, sort=("origin",)),
        columns.text("effect", _("Why it matters"), width=40),
        columns.text("response", _("Our answer"), width=40, only_in_files=True),
        columns.choice("climate", _("Climate change"), Climate, only_in_files=True, width=24),
        columns.owner(),
        *reviewing.COLUMNS,
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.title, one.effect, one.response)),
        filters.field_choice("origin", Origin.choices, label=_("Origin")),
        filters.owner(lambda one: one.owner_id),
        *reviewing.FILTERS,
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="factor",
    changes="factor_changes",
    new="factor_new",
    new_label=_("Add factor"),
    nothing=(
        _("No factors yet"),
        _("Add what bears on the AIMS from outside and inside: law, markets, people, technology, culture (4.1)."),
    ),
    page="context/factors.html",
    more=_more,
)
