"""Streams uploaded files to the disk beside the store, so that they are kept without being copied again."""

from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from waymark.core.bodies import body_limits_of, takes_files
from waymark.evidence.files.received import ReceivedFile
from waymark.evidence.files.store import content_store

FILES_AT_ONCE: Final = 4
"""How many of the largest files fit into one request; of smaller ones accordingly more."""


def evidence_limit() -> int:
    """Return how large a file of evidence may be, in bytes."""
    return int(settings.CONFIGURATION.evidence_limit)


takes_evidence = takes_files(evidence_limit, at_once=FILES_AT_ONCE)
"""Declares that a view takes files of evidence."""


class StreamedUploadHandler(FileUploadHandler):
    """Receives one file after the other. One over the limit is counted to its end but no longer written.

    So the form can say how large it was, and the other fields are not lost.
    """

    received: ReceivedFile | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.received = ReceivedFile(
            content_store().incoming,
            self._limit(),
            name=self.file_name,
            content_type=self.content_type,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 -- Django's signature
        """Take a piece; nothing is handed on."""
        if self.received is not None:
            self.received.add(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":  # noqa: ARG002 -- counted while it came
        """Hand the file over."""
        if self.received is not None:
            self.received.finish()
        return self.received

    def upload_interrupted(self) -> None:
        """Give back what was received of a file whose sender is gone."""
        if self.received is not None:
            self.received.close()

    def _limit(self) -> int:
        match = self.request.resolver_match if self.request is not None else None
        limits = body_limits_of(match.func) if match is not None else None
        return limits.limit() if limits is not None else int(settings.CONFIGURATION.upload_limit)
