"""The page of one external document, with the evidence that is kept of it."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from waymark.documents.acts.external_document import ACTS
from waymark.documents.models.external_document import ExternalDocument
from waymark.people.rights import Can
from waymark.records.backing import bringing, lines_behind
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading


def _link(text: str) -> str:
    """Return an address that a browser may open, or nothing for what is a place in words."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_address = parts.scheme in {"http", "https"} and bool(parts.netloc) and not any(one.isspace() for one in text)
    return text if is_address else ""


def _more(one: ExternalDocument, reading: Reading) -> Mapping[str, Any]:
    name, slug = bringing(), reading.reader.organisation.slug
    back = reverse("external_document", args=[slug, one.number])
    query = urlencode({"for": f"external-document:{one.pk}", "back": back})
    may_bring = bool(name) and not one.is_retired and reading.reader.can(Can.COLLECT)
    return {
        "is_due": one.is_review_due(reading.today),
        "place_link": _link(one.kept_at),
        "source_link": _link(one.source),
        "proofs": lines_behind(reading.reader, [("documents.externaldocument", one.pk)]),
        "bring": f"{reverse(name, args=[slug])}?{query}" if may_bring else "",
    }


PAGE: Final[RecordPage[ExternalDocument]] = RecordPage(
    acts=ACTS, template="documents/external_document.html", more=_more
)
