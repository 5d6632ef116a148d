"""The page of one site, with the people there as of today."""

from collections.abc import Mapping
from typing import Any, Final

from waymark.context.acts.site import ACTS
from waymark.context.headcounts import headcount_on, totals_of
from waymark.context.models.headcount import headcount_roles
from waymark.context.models.site import Site
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _more(one: Site, reading: Reading) -> Mapping[str, Any]:
    rows = headcount_on(reading.reader.organisation, reading.today, site=one)
    return {"headcount": rows, "totals": totals_of(rows), "roles": dict(headcount_roles())}


PAGE: Final[RecordPage[Site]] = RecordPage(acts=ACTS, template="context/site.html", more=_more)
