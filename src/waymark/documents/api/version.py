"""Versions of documents for programs: each operation has the form, the act and the right of its page."""

from waymark.documents.acts.version import ACTS
from waymark.records.api import record_router

router = record_router(ACTS, "Versions of documents")
