"""External documents for programs: each operation has the form, the act and the right of its page."""

from waymark.documents.acts.external_document import ACTS
from waymark.records.api import record_router

router = record_router(ACTS, "External documents")
