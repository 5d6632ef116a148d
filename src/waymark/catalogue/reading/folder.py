"""Reads the folder of one edition, and knows the folders that come with the product."""

import re
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.catalogue.changes import ChangeList
from waymark.catalogue.edition import Edition, Library, Mapping, Named, Step, TargetFramework
from waymark.catalogue.reading.actions import add_actions
from waymark.catalogue.reading.changes import read_changes
from waymark.catalogue.reading.clauses import read_clauses
from waymark.catalogue.reading.controls import read_controls
from waymark.catalogue.reading.draft import Draft
from waymark.catalogue.reading.library import read_library
from waymark.catalogue.reading.mappings import read_mappings
from waymark.catalogue.reading.soundness import (
    arranged,
    read_steps,
    refuse_broken_tree,
    refuse_duplicates,
    refuse_unknown_references,
)
from waymark.catalogue.reading.translations import LANGUAGE, read_translation
from waymark.catalogue.rows import Faults, Row, as_row, empty_row
from waymark.catalogue.strict_yaml import MAX_BYTES, CatalogueFault, parse
from waymark.core.errors import RuleBroken

EDITION_FILE: Final = "edition.yaml"
SHIPPED: Final = Path(__file__).parent.parent / "frameworks"

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.yaml")
_TRANSLATION_NAME = re.compile(r"texts\.([A-Za-z0-9-]{2,40})\.yaml")
_FIELDS = (
    "id",
    "replaces",
    "title",
    "name",
    "edition",
    "language",
    "licence_note",
    "files",
    "headings",
    "objective_title",
)
_PARTS = ("clauses", "controls", "library", "mappings", "order", "actions", "changes")


class EditionRefused(RuleBroken):
    """A folder that does not hold a sound edition. `faults` are all of them, by file and line."""

    code = "edition-refused"

    def __init__(self, faults: list[CatalogueFault]) -> None:
        """Keep the faults; the sentence names their number and the first."""
        first = f"{faults[0].place}: {faults[0].message}".removeprefix(": ")
        message = ngettext(
            "The edition has %(count)d fault. %(first)s",
            "The edition has %(count)d faults. The first: %(first)s",
            len(faults),
        )
        super().__init__(
            message % {"count": len(faults), "first": first}, way_out=_("Correct the files and try again.")
        )
        self.faults = faults


def shipped_folders() -> list[Path]:
    """Return the folders of the editions that come with the product."""
    return sorted(path.parent for path in SHIPPED.glob(f"*/{EDITION_FILE}"))


def validate(folder: Path) -> list[CatalogueFault]:
    """Return every fault of a folder; none means it can be loaded. Takes edition.yaml itself as well."""
    try:
        read_edition(folder)
    except EditionRefused as refusal:
        return refusal.faults
    return []


def read_edition(folder: Path) -> Edition:
    """Read the edition in a folder (or beside the edition.yaml given).

    Raises EditionRefused with all faults at once.
    """
    faults = Faults()
    files = _Files(folder.parent if folder.name == EDITION_FILE else folder, faults)
    edition = _edition(files.row(EDITION_FILE), files, faults)
    if faults.found or edition is None:
        raise EditionRefused(faults.in_order)
    return edition


class _Files:
    """Opens the files of one folder as rows; what cannot be opened is noted and read as empty."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        """Begin with a folder that may not exist."""
        self.folder = folder
        self._faults = faults

    def row(self, name: str) -> Row:
        path = self.folder / name
        try:
            # A link could lead anywhere on the machine that checks a stranger's folder.
            if path.is_symlink() or not path.is_file():
                message = _("The file does not exist or is not an ordinary file.")
                self._faults.note("missing-file", message, file=name)
                return empty_row(name, self._faults)
            with path.open("rb") as file:
                return as_row(parse(file.read(MAX_BYTES + 1)), name, self._faults)
        except CatalogueFault as fault:
            self._faults.found.append(fault.within(name))
        except OSError:
            self._faults.note("unreadable-file", _("The file cannot be opened."), file=name)
        return empty_row(name, self._faults)

    def translations(self) -> list[tuple[str, Row]]:
        found = sorted(path.name for path in self.folder.glob("texts.*.yaml"))
        names = [(name, match[1]) for name in found if (match := _TRANSLATION_NAME.fullmatch(name))]
        return [(language, self.row(name)) for name, language in names]


def _edition(root: Row, files: _Files, faults: Faults) -> Edition | None:
    if faults.found:
        return None
    root.allow(*_FIELDS)
    draft = Draft(faults)
    identity = _identity(root)
    parts = _parts(root, files)
    steps = _read_nodes(root, parts, draft)
    library, targets, mappings = _read_rest(identity["id"], parts, draft)
    if "actions" in parts:
        add_actions(parts["actions"], draft)
    changes = _read_changes(root, parts, draft)
    if faults.found:
        return None
    nodes = arranged(draft, steps)
    translations = []
    for language, row in files.translations():
        if language == identity["language"] or not LANGUAGE.fullmatch(language):
            faults.note("language", _("“%(name)s” is not another language.") % {"name": language}, file=row.file)
        translations.append(read_translation(row, language, nodes))
    return Edition(
        **identity,
        roles=tuple(Named(role, text) for role, text in draft.roles.items()),
        applies_to=tuple(Named(word, text) for word, text in draft.applies_to.items()),
        nodes=nodes,
        steps=steps,
        library=library,
        targets=targets,
        mappings=mappings,
        changes=changes,
        retired=tuple(sorted(draft.retired)),
        folder=files.folder.name,
        translations=tuple(translations),
    )


def _identity(root: Row) -> dict[str, str]:
    limits = {"id": 64, "title": 200, "edition": 200, "language": 40, "licence_note": 8000}
    identity = {name: root.text(name, most=most) for name, most in limits.items()}
    identity["name"] = root.text("name", needed=False, most=200)
    identity["replaces"] = root.text("replaces", needed=False, most=64)
    if identity["id"] and not _SLUG.fullmatch(identity["id"]):
        message = _("The id may contain lower-case letters, digits and hyphens, at most 64.")
        root.faults.note("edition-id", message, root)
    if identity["language"] and not LANGUAGE.fullmatch(identity["language"]):
        root.faults.note("language", _("Give the language as a code such as en, de or pt-BR."), root)
    for name in ("title", "name", "edition"):
        if "\n" in identity[name]:
            root.faults.note("title", _("“%(name)s” must be one line.") % {"name": name}, root)
    return identity


def _parts(root: Row, files: _Files) -> dict[str, Row]:
    table = root.row("files", needed=True)
    table.allow(*_PARTS)
    parts = {}
    for part in table.names():
        name = table.text(part)
        if _FILE_NAME.fullmatch(name):
            parts[part] = files.row(name)
        elif name:
            message = _("“%(name)s” is not a file name of this folder.") % {"name": name[:60]}
            table.faults.note("file-name", message, table)
    if not {"clauses", "controls"} & set(table.names()):
        table.faults.note("missing-field", _("An edition needs clauses, controls or both."), table)
    return parts


def _read_nodes(root: Row, parts: dict[str, Row], draft: Draft) -> tuple[Step, ...]:
    if "clauses" in parts:
        read_clauses(parts["clauses"], root.rows("headings"), draft)
    if "controls" in parts:
        read_controls(parts["controls"], draft, objective_title=root.text("objective_title", needed=False))
    refuse_duplicates(draft)
    refuse_broken_tree(draft)
    refuse_unknown_references(draft)
    return read_steps(parts["order"], draft) if "order" in parts else ()


def _read_changes(root: Row, parts: dict[str, Row], draft: Draft) -> ChangeList | None:
    if root.has("replaces") != ("changes" in parts):
        message = _("An edition that replaces another says so in “replaces” and lists its changes in a file.")
        root.faults.note("changes-missing", message, root)
    if root.has("replaces") and root.text("replaces") == root.text("id"):
        root.faults.note("edition-id", _("An edition cannot replace itself."), root)
    return read_changes(parts["changes"], draft) if "changes" in parts else None


def _read_rest(
    edition_id: str, parts: dict[str, Row], draft: Draft
) -> tuple[Library, tuple[TargetFramework, ...], tuple[Mapping, ...]]:
    library = read_library(parts["library"], draft.refs) if "library" in parts else Library()
    if "mappings" not in parts:
        return library, (), ()
    return library, *read_mappings(parts["mappings"], edition_id, draft.refs)
