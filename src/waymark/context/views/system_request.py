"""The page of one request for an AI system."""

from typing import Final

from waymark.context.acts.system_request import ACTS
from waymark.context.models.system_request import SystemRequest
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[SystemRequest]] = RecordPage(
    acts=ACTS, template="context/system_request.html", new_template="context/propose.html"
)
