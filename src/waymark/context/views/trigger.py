"""The page of one trigger."""

from typing import Final

from waymark.context.acts.trigger import ACTS
from waymark.context.models.trigger import SystemTrigger
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[SystemTrigger]] = RecordPage(
    acts=ACTS,
    template="context/trigger.html",
    more=lambda one, reading: {
        "covers": list(SystemTrigger.objects.of(reading.reader.organisation).covered_by(one).order_by("number"))
    },
)
