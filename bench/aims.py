"""The second step at its size: 500 AI systems, 2,000 obligations, 1,000 documents with 5,000 versions.

`python -m bench.aims` prints what lists, pages and My work cost there, what two versions of 12,000 words cost to
compare, and a policy of twenty pages as PDF and as Word file. The budgets are in ms and meant for the 95th percentile
of the wall clock, the column `p95 ms`, and a page is to ask at most 12 questions of the database.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import datetime as dt
import gc
import random
import sys
from functools import partial

from django.conf import settings
from django.db import transaction
from django.test import Client

from bench.__main__ import _ok, baseline, show
from bench.measuring import Work, measure
from bench.organisation import prepare
from waymark.context.models.obligation import Obligation, Origin
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.approving import found as found_version
from waymark.documents.models.document import Document
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.records.backing import together
from waymark.trail.actors import CONSOLE

SYSTEMS, OBLIGATIONS, DOCUMENTS, EDITIONS = 500, 2_000, 1_000, 5
PAGES = 20
_WORDS = (
    "system",
    "record",
    "reviews",
    "the",
    "model",
    "before",
    "release",
    "and",
    "people",
    "decided",
    "each",
    "change",
)


def main() -> None:
    """Build, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, _framework = prepare()
    organisation = found("Large", by=CONSOLE, administrator=user, slug="large")
    owner = Member.objects.of(organisation).get(user=user)
    with transaction.atomic(), together():
        _context(owner)
    _documents(owner)
    gc.collect()
    gc.freeze()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    lead = f"/o/{organisation.slug}"
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    show([measure(Work(what, partial(_ok, client, lead + path), budget)) for what, path, budget in _pages()])
    show([measure(Work(what, partial(_ok, client, lead + path), budget), 5) for what, path, budget in _files()])


def _pages() -> list[tuple[str, str, float]]:
    last = DOCUMENTS * EDITIONS
    return [
        ("home: the path", "/", 25),
        ("My work", "/work", 100),
        ("AI systems", "/systems/", 100),
        ("AI systems, words and scope", "/systems/?q=triage&scope=in", 100),
        ("one AI system", "/systems/250", 100),
        ("obligations", "/obligations/", 100),
        ("obligations, page 40", "/obligations/?page=40", 100),
        ("one obligation", "/obligations/1000", 100),
        ("documents", "/documents/", 100),
        ("documents, sorted by title", "/documents/?sort=title", 100),
        ("one document", "/documents/500", 100),
        ("versions of documents", "/document-versions/", 100),
        ("one version", f"/document-versions/{last - 2}", 100),
        ("master list", "/documents/master-list", 100),
        ("requirement 7.5.3", "/requirements/7.5.3", 100),
    ]


def _files() -> list[tuple[str, str, float]]:
    """Return what is measured on the two versions of the long policy, which were added last."""
    newest = DOCUMENTS * EDITIONS + 2
    return [
        ("two versions of 12,000 words", f"/document-versions/{newest}/comparison", 200),
        (f"policy of {PAGES} pages, PDF", f"/reports/documents/DV-{newest}.pdf", 2000),
        (f"policy of {PAGES} pages, DOCX", f"/reports/documents/DV-{newest}.docx", 1000),
    ]


def _context(owner: Member) -> None:
    organisation, today = owner.organisation, day_in(owner.organisation.time_zone)
    for number in range(1, SYSTEMS + 1):
        one = AISystem.add(
            organisation,
            owner=owner if number % 3 else None,
            by=owner,
            name=f"Triage {number}",
            purpose="Sorts tickets",
        )
        if number % 4:
            one.include(reason="Customers rely on it.", by=owner)
    for number in range(1, OBLIGATIONS + 1):
        Obligation.add(
            organisation,
            owner=owner if number % 3 else None,
            by=owner,
            title=f"Duty {number}",
            duty="Tell the customer within the time agreed",
            origin=Origin.CONTRACT,
            reference_text=f"Contract {number % 60}",
            next_review_on=today + dt.timedelta(days=number % 700 - 50),
        )


def _documents(owner: Member) -> None:
    chance = random.Random(42001)  # noqa: S311 -- the same texts at every run
    for number in range(1, DOCUMENTS + 1):
        with transaction.atomic(), together():
            document = _document(owner, f"Procedure {number}", _text(chance, 300))
            for edition in range(2, EDITIONS + 1):
                _next(document, _text(chance, 300), f"Edition {edition}", owner)
        if number % 200 == 0:
            print(f"  document {number}", file=sys.stderr)
    with transaction.atomic(), together():
        long = _text(chance, 12_000)
        _next(_document(owner, "Policy", long), _edited(chance, long), "Reviewed", owner)


def _document(owner: Member, title: str, text: str) -> Document:
    organisation = owner.organisation
    document = changing.add_document(
        organisation, owner=owner, by=owner, text=text, title=title, items=["X-08"], clauses="7.5.3", review_months=12
    )
    _approve(document, owner)
    return document


def _next(document: Document, text: str, reason: str, owner: Member) -> None:
    draft = changing.draft_version(document, reason=reason, by=owner)
    changing.edit_draft(draft, text=text, by=owner)
    _approve(document, owner)


def _approve(document: Document, owner: Member) -> None:
    today = day_in(owner.organisation.time_zone)
    draft = found_version(owner.organisation, document.open_version.pk)
    assert draft is not None  # noqa: S101 -- the caller has made one
    changing.approve_outside(draft, outside_by="The board", on=today, effective_from=today, by=owner)


def _text(chance: random.Random, words: int) -> str:
    parts: list[str] = []
    count = 0
    while count < words:
        paragraph = " ".join(chance.choices(_WORDS, k=60)).capitalize() + "."
        parts += [f"## Section {len(parts) // 4 + 1}", paragraph] if len(parts) % 4 == 0 else [paragraph]
        count += 60
    return "\n\n".join(parts)


def _edited(chance: random.Random, text: str) -> str:
    """Return a text in which one word in a hundred is another one."""
    words = text.split(" ")
    for place in range(0, len(words), 100):
        words[place] = chance.choice(_WORDS)
    return " ".join(words)


if __name__ == "__main__":
    main()
