"""Operations on members: programs read the list as its page shows it."""

from ninja import Router

from waymark.records.api import add_list
from waymark.records.people_registers import MEMBERS

router = Router(tags=["Members"])
add_list(router, MEMBERS)
