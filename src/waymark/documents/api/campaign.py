"""Acknowledgement campaigns for programs: each operation has the form, the act and the right of its page."""

from waymark.documents.acts.campaign import ACTS
from waymark.records.api import record_router

router = record_router(ACTS, "Acknowledgement campaigns")
