"""Requests for signatures for programs: they read, reassign and withdraw; a signature is given by a person alone."""

from waymark.records.api import record_router
from waymark.signing.acts import ACTS

router = record_router(ACTS, "Requests for signatures")
