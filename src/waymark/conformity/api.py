"""Operations on requirements: programs read the list as its page shows it."""

from ninja import Router

from waymark.conformity.registers import REQUIREMENTS
from waymark.records.api import add_list

router = Router(tags=["Requirements"])
add_list(router, REQUIREMENTS)
