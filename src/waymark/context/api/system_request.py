"""Requests for AI systems for programs: each operation has the form, the act and the right of its page."""

from waymark.context.acts.system_request import ACTS
from waymark.records.api import record_router

router = record_router(ACTS, "Proposed AI systems")
