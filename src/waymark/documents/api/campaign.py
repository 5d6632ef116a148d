"""Acknowledgement campaigns for programs: each operation has the form, the act and the right of its page."""

from typing import Final

from ninja import Router

from waymark.documents.acts.campaign import ACTS
from waymark.documents.registers.campaign_reader import READERS
from waymark.records.api import add_acts, add_list

router: Final = Router(tags=["Acknowledgement campaigns"])
add_list(router, READERS)
add_acts(router, ACTS, add_list(router, ACTS.register))
