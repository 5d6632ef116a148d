"""Bundles: what stands in several files for those who write it, and goes out as one to those who load it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

_CORE = (
    *("tokens", "fonts", "base", "layout", "navigation", "palette", "buttons", "forms", "tables", "status", "path"),
    *("charts", "gap", "notices", "records", "history", "utilities"),
)


@dataclass(frozen=True)
class Bundle:
    """One file of many: its name, its sources in their order, and how each of them is written down in it."""

    name: str
    sources: tuple[str, ...]
    written: Callable[[str], str]

    def text(self) -> str:
        """Return the sources one after the other. Raises FileNotFoundError."""
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        for source in self.sources:
            found = finders.find(source)
            if found is None:
                raise FileNotFoundError(source)
            yield self.written(Path(found).read_text(encoding="utf-8")).strip() + "\n"


def _sheet(text: str) -> str:
    return _without_indentation(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _script(text: str) -> str:
    # A script may end without a semicolon, and the next one begin with a bracket: together that would be a call.
    return f"{text.rstrip()}\n;"


def _module(text: str) -> str:
    # Modules see nothing of each other, so each stands in a block of its own; it may import nothing then.
    return f"{{\n{_without_indentation(re.sub(r'^ *//.*$', '', text, flags=re.MULTILINE))}\n}}"


def _without_indentation(text: str) -> str:
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)


# Addresses in a sheet are read from where its bundle lies, so those of core lie beside their sources.
BUNDLES = (
    Bundle(
        "core/css/waymark.css",
        (
            *(f"core/css/{sheet}.css" for sheet in _CORE),
            "records/markdown.css",
            "work/work.css",
            "tasks/board.css",
            "evidence/evidence.css",
            "documents/documents.css",
            "conformity/sheet.css",
        ),
        _sheet,
    ),
    Bundle(
        "evidence/shown.css",
        ("core/css/tokens.css", "core/css/base.css", "core/css/utilities.css", "evidence/preview.css"),
        _sheet,
    ),
    Bundle(
        "core/js/waymark.js",
        ("core/js/app.js", "core/js/refusals.js", "core/js/signed-out.js", "core/js/keys.js"),
        _module,
    ),
    Bundle("people/passkeys.js", ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "account/js/onload.js"), _script),
)


class BundleFinder(finders.BaseFinder):
    """Finds bundles as if they were files of the source: when static files are collected, and while one writes them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._storage = FileSystemStorage(location=settings.DATA / "bundles")

    def check(self, **_: Any) -> list[Any]:
        """Find nothing to complain of: a missing source is an error when it is collected."""
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        """Return where a bundle lies, as its sources are now."""
        bundle = next((one for one in BUNDLES if one.name == path), None)
        if bundle is None:
            return []
        written = str(self._written(bundle))
        return [written] if find_all else written

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Give each bundle with where it lies."""
        for bundle in BUNDLES:
            self._written(bundle)
            yield bundle.name, self._storage

    def _written(self, bundle: Bundle) -> Path:
        # A file whose text is the same keeps its time, by which a start sees that there is nothing to collect.
        path, text = Path(self._storage.path(bundle.name)), bundle.text()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".new")
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
        return path
