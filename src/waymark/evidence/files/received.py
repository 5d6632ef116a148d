"""A file as it came in: streamed to the disk beside the store, counted and hashed on the way."""

import hashlib
import tempfile
from pathlib import Path
from typing import IO, Any, Final, cast

from django.core.files.uploadedfile import UploadedFile

PART: Final = ".part"


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]  # generic for the type checker only
    """An uploaded file in the store's own folder for unfinished files; it vanishes when it is closed.

    Over its limit nothing is written any more: `is_too_large` is set, the size goes on being counted, and what was
    written is given back to the disk.
    """

    def __init__(self, folder: Path, limit: int, **options: Any) -> None:
        """Begin to receive. `options` is what the sender says about the file."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made with mode 0600 by the library.
        self._disk = tempfile.NamedTemporaryFile(dir=folder, suffix=PART)  # noqa: SIM115 -- closed with the upload
        super().__init__(cast("IO[bytes]", self._disk), size=0, **options)
        self.limit = limit
        self.is_too_large = False
        self._hash = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """Write a piece, as long as the file is within its limit."""
        self.size = (self.size or 0) + len(piece)
        if self.is_too_large:
            return
        if self.size > self.limit:
            self.is_too_large = True
            self._disk.seek(0)
            self._disk.truncate()
            return
        self._hash.update(piece)
        self._disk.write(piece)

    def finish(self) -> None:
        """Go back to the beginning; everything was received."""
        self._disk.flush()
        self._disk.seek(0)

    @property
    def sha256(self) -> str:
        """Return the hash of everything that was received."""
        return self._hash.hexdigest()

    def temporary_file_path(self) -> str:
        """Return where the file lies, by the name that Django's forms and storages ask for."""
        return str(self._disk.name)

    def close(self) -> None:
        """Close and remove; removed by somebody else is as good."""
        try:
            super().close()
        except FileNotFoundError:
            return
