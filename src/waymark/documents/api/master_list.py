"""The master list of documents for programs."""

from ninja import Router

from waymark.documents.registers.master_list import MASTER_LIST
from waymark.records.api import add_list

router = Router(tags=["Master list"])
add_list(router, MASTER_LIST)
