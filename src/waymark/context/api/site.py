"""Sites for programs: each operation has the form, the act and the right of its page; the headcount as of a day."""

from waymark.context.acts.site import ACTS
from waymark.context.registers.headcount import HEADCOUNT
from waymark.records.api import add_list, record_router

router = record_router(ACTS, "Sites")
add_list(router, HEADCOUNT)
