"""Gap assessments as an item of the master list of documents: the report of a closed round is fixed for good."""

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.conformity.models.assessment import GapAssessment
from waymark.documents.item_records import ItemRecords
from waymark.people.models.organisation import Organisation


def _closed(organisation: Organisation, _day: dt.date) -> Any:
    return GapAssessment.objects.of(organisation).closed()


def _open(organisation: Organisation, _day: dt.date) -> Any:
    return GapAssessment.objects.of(organisation).open()


ITEM_RECORDS: Final = (
    ItemRecords(("X-15",), GapAssessment, _("Closed gap assessments"), _closed, "gap_rounds", newest="closed_on"),
    ItemRecords.part(("X-15",), GapAssessment, _("Open gap assessments"), _open, "gap_rounds", newest="started_on"),
)
