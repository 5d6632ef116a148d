"""What the tests of the pages of evidence type and where."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from waymark.core.clock import day_in
from waymark.people.models.member import Member


def at(member: Member, path: str = "") -> str:
    return f"/o/{member.organisation.slug}/evidence/{path}"


def form(owner: Member, **typed: Any) -> dict[str, Any]:
    """Return what a browser sends for new evidence."""
    return {
        "title": "The AI policy is published",
        "kind": "policy",
        "owner": owner.pk,
        "confidentiality": "internal",
        "collected_on": day_in("UTC").isoformat(),
        "key": "one-sending",
        **typed,
    }


def a_file(content: bytes = b"Approved on 1 March\n", name: str = "policy.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-lie")
