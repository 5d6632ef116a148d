"""The page of one need."""

from typing import Final

from waymark.context.acts.need import ACTS
from waymark.context.models.need import Need
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[Need]] = RecordPage(acts=ACTS, template="context/need.html")
