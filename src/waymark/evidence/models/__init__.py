"""The nouns of evidence: evidence, capture, stored file, verification, link, request."""

# Django finds models through this module; each noun keeps its own file.
from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, StoredFile
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.models.verification import Verification

__all__ = [
    "Capture",
    "CaptureFile",
    "Evidence",
    "EvidenceLink",
    "EvidenceRequest",
    "FileText",
    "StoredFile",
    "Verification",
]
