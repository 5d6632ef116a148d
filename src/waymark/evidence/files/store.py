"""The store of evidence files: each under the SHA-256 of its content, whole or not at all, never changed.

Everything else asks this module; only it knows that the files lie in folders. Another back end has to offer the few
methods of `ContentStore` that this module's functions call.
"""

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise

from waymark.evidence.files.detection import recognise
from waymark.evidence.files.kinds import kind_of
from waymark.evidence.files.names import shown_name
from waymark.evidence.files.received import PART, ReceivedFile
from waymark.evidence.files.refusals import FileEmpty, FileMissing, FileOfWrongType, FileTooLarge

_PIECE: Final = 1024 * 1024
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DAY: Final = 24 * 60 * 60
Source = UploadedFile | BinaryIO | Path  # type: ignore[type-arg]  # generic for the type checker only


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store. `was_there` says that the same content had been kept before."""

    sha256: str
    size: int
    media_type: str
    is_active: bool
    may_show_inline: bool
    remarks: tuple[str, ...]
    was_there: bool

    @property
    def label(self) -> str | Promise:
        """Return what people call this kind of file."""
        return kind_of(self.media_type).label


class ContentStore(FileSystemStorage):
    """Files below one folder: `sha256/ab/cd/<hash>` for what is kept, `incoming/` for what is not yet whole."""

    @property
    def incoming(self) -> Path:
        """Return the folder of unfinished files, in the same file system as the finished ones."""
        return Path(self.location) / "incoming"

    def place(self, sha256: str) -> Path:
        """Return where content lies or would lie. What is no hash is refused: a name never becomes a path."""
        if not is_sha256(sha256):
            raise FileMissing
        return Path(self.location) / "sha256" / sha256[:2] / sha256[2:4] / sha256

    def put(self, whole: Path, sha256: str) -> bool:
        """Move a whole file of the incoming folder into its place; return whether the content was there before."""
        place = self.place(sha256)
        _make_folders(place.parent, Path(self.location))
        # The bytes must be on the disk before the name is, or a power cut leaves a name with nothing behind it.
        _sync(whole)
        whole.chmod(0o400)
        try:
            os.link(whole, place)
        except FileExistsError:
            return self._confirm(whole, sha256, place)
        except OSError:
            # Some file systems have no second names; there the unfinished name itself is moved.
            was_there = place.exists()
            whole.replace(place)
            _sync(place.parent)
            return was_there
        _sync(place.parent)
        return False

    def _confirm(self, whole: Path, sha256: str, place: Path) -> bool:
        """Make sure that what was there is what it should be, and mend it where it is not."""
        with contextlib.suppress(OSError), place.open("rb") as file:
            if hash_of(file)[0] == sha256:
                # Young again, so that nobody clears it away before its new record is written.
                os.utime(place)
                return True
        whole.replace(place)
        _sync(place.parent)
        return False

    def read(self, sha256: str) -> BinaryIO:
        """Return the content, open for reading at its beginning."""
        try:
            return self.place(sha256).open("rb")
        except FileNotFoundError as gone:
            raise FileMissing from gone

    def has(self, sha256: str) -> bool:
        """Return whether the content is kept."""
        return self.place(sha256).is_file()

    def discard(self, sha256: str) -> None:
        """Remove content that nothing refers to any more."""
        self.place(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[tuple[str, int, float]]:
        """Return hash, size and time of everything kept, folder by folder."""
        for folder in sorted(Path(self.location).glob("sha256/??/??")):
            for path in sorted(folder.iterdir()):
                with contextlib.suppress(FileNotFoundError):
                    status = path.stat()
                    yield path.name, status.st_size, status.st_mtime

    def sweep(self, *, older_than: float = _DAY) -> int:
        """Remove unfinished files that a crash left behind; return how many."""
        before, count = time.time() - older_than, 0
        for path in self.incoming.glob(f"*{PART}") if self.incoming.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    count += 1
        return count


def keep(source: Source, *, limit: int, name: str = "") -> Kept:
    """Keep a file and tell what it is. The same content again is the same file; `name` is for refusals alone.

    Raises FileEmpty, FileTooLarge and FileOfWrongType; then nothing is kept. After it returns, the file is on the disk,
    whole.
    """
    store = content_store()
    if isinstance(source, ReceivedFile):
        source.finish()
        if source.is_too_large or (source.size or 0) > limit:
            raise FileTooLarge(limit=limit)
        # It lies in the right folder already, hashed: no second copy is made.
        return _keep_whole(store, Path(source.temporary_file_path()), source.sha256, source.size or 0, name)
    store.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The library makes it with mode 0600.
    handle, place = tempfile.mkstemp(dir=store.incoming, suffix=PART)
    part = Path(place)
    try:
        with os.fdopen(handle, "wb") as file:
            sha256, size = _copied(source, file, limit)
        return _keep_whole(store, part, sha256, size, name)
    finally:
        part.unlink(missing_ok=True)


def open_file(sha256: str) -> BinaryIO:
    """Return the content under this hash. Raises FileMissing where there is none, or where it is no hash."""
    return content_store().read(sha256)


def is_kept(sha256: str) -> bool:
    """Return whether the store holds this content."""
    return content_store().has(sha256)


def is_sha256(text: str) -> bool:
    """Return whether a text has the form under which content is kept."""
    return _SHA256.fullmatch(text) is not None


def hash_of(file: BinaryIO) -> tuple[str, int]:
    """Return hash and size of what is left to read, in constant memory."""
    start = file.tell()
    found = hashlib.file_digest(cast("Any", file), "sha256").hexdigest()
    return found, file.tell() - start


def delete_unreferenced(referenced: Collection[str], *, older_than: float = 2 * _DAY) -> list[str]:
    """Remove content that nothing refers to, and unfinished leftovers; return the hashes of what was removed.

    What is younger than two days stays: a form that is being mended may still refer to it.
    """
    store = content_store()
    store.sweep()
    before = time.time() - older_than
    gone = [name for name, _size, at in store.hashes() if at < before and is_sha256(name) and name not in referenced]
    for name in gone:
        store.discard(name)
    return gone


def content_store() -> ContentStore:
    """Return the store this installation is set up with."""
    return cast("ContentStore", storages["evidence"])


def _keep_whole(store: ContentStore, whole: Path, sha256: str, size: int, name: str) -> Kept:
    if not size:
        raise FileEmpty
    with whole.open("rb") as file:
        seen = recognise(file, size)
    if seen.kind.is_refused:
        raise FileOfWrongType(shown_name(name), seen.kind)
    was_there = store.put(whole, sha256)
    return Kept(
        sha256=sha256,
        size=size,
        media_type=seen.kind.media_type,
        is_active=seen.is_active,
        may_show_inline=seen.may_show_inline,
        remarks=seen.remarks,
        was_there=was_there,
    )


def _copied(source: Source, part: BinaryIO, limit: int) -> tuple[str, int]:
    """Copy and hash in one pass; stop at the limit."""
    found, size = hashlib.sha256(), 0
    for piece in _pieces(source):
        size += len(piece)
        if size > limit:
            raise FileTooLarge(limit=limit)
        found.update(piece)
        part.write(piece)
    return found.hexdigest(), size


def _pieces(source: Source) -> Iterator[bytes]:
    if isinstance(source, UploadedFile):
        yield from source.chunks(_PIECE)
    elif isinstance(source, Path):
        with source.open("rb") as file:
            yield from _pieces(file)
    else:
        while piece := source.read(_PIECE):
            yield piece


def _make_folders(folder: Path, top: Path) -> None:
    """Make a folder, and make sure that a power cut does not take it away again."""
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for above in folder.parents:
        _sync(above)
        if above == top:
            break


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
