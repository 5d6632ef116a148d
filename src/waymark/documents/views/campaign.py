"""The page of one acknowledgement campaign."""

from collections.abc import Mapping
from typing import Any, Final

from waymark.documents.acts.campaign import ACTS
from waymark.documents.campaign_view import campaign_view
from waymark.documents.models.campaign import Campaign
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _more(one: Campaign, reading: Reading) -> Mapping[str, Any]:
    return {"view": campaign_view(one), "is_overdue": one.is_overdue(reading.today)}


PAGE: Final[RecordPage[Campaign]] = RecordPage(acts=ACTS, template="documents/campaign.html", more=_more)
