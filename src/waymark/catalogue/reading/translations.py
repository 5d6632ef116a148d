"""Reads translations: files beside an edition that give its texts in another language, keyed by id."""

import re
from typing import Any

from django.utils.translation import gettext as _

from waymark.catalogue.edition import Node, Translation
from waymark.catalogue.rows import Row
from waymark.catalogue.strict_yaml import Scalar

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_translation(root: Row, language: str, nodes: tuple[Node, ...]) -> Translation:
    """Return one translation; `language` comes from the file's name and must be what the file says.

    A translation may be partial; what it leaves out stays in the edition's own language.
    """
    root.allow("language", "texts")
    declared = root.text("language")
    if declared and declared != language:
        message = _("The file name gives “%(name)s”, but the content gives “%(said)s”.")
        root.faults.note("language", message % {"name": language, "said": declared[:20]}, root)
    originals = originals_of(nodes)
    texts: dict[str, dict[str, Any]] = {}
    table = root.row("texts", needed=True)
    for ref in table.names():
        if ref in originals:
            texts[ref] = _fields(table.row(ref), originals[ref])
        else:
            message = _("“%(ref)s” is not an id of this edition.") % {"ref": ref[:60]}
            table.faults.at("unknown-reference", message, table.table.keys[ref], table.file)
    return Translation(language, texts)


def originals_of(nodes: tuple[Node, ...]) -> dict[str, dict[str, Any]]:
    """Return everything that may be translated: id of a node or point, then field, then text or texts."""
    originals: dict[str, dict[str, Any]] = {}
    for node in nodes:
        originals[node.ref] = node.texts
        originals.update({point.ref: dict(point.texts) for point in node.points})
    return originals


def _fields(row: Row, original: dict[str, Any]) -> dict[str, Any]:
    row.allow(*original)
    fields: dict[str, Any] = {}
    for name, value in original.items():
        if not row.has(name):
            continue
        if isinstance(value, str):
            fields[name] = row.text(name)
            continue
        fields[name] = list(row.texts(name, needed=True))
        if len(fields[name]) != len(value) and not isinstance(row.table.entries[name], Scalar):
            message = _("“%(name)s” has %(given)d entries here and %(original)d in the original.")
            counts = {"name": name, "given": len(fields[name]), "original": len(value)}
            row.faults.note("translation-length", message % counts, row)
    return fields
