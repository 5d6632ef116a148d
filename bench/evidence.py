"""Evidence at five thousand pieces with eight thousand links and fifty thousand entries in the trail.

`python -m bench.evidence` prints the figures. The budgets are in ms and meant for the 95th percentile of the wall
clock, the column `p95 ms`.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import datetime as dt
import gc
import io
import random
import sys
from functools import partial

from django.conf import settings
from django.test import Client

from bench.__main__ import _ok, baseline, show
from bench.measuring import Work, measure
from bench.organisation import grown, lengthen, prepare
from waymark.conformity.models.standing import Standing
from waymark.conformity.record_kinds import POINT, REQUIREMENT
from waymark.catalogue.models.framework import Point
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import verify
from waymark.evidence.collecting import CaptureDraft, GivenFile, EvidenceDraft, collect
from waymark.evidence.files.store import keep
from waymark.evidence.kinds import EvidenceKind
from waymark.evidence.indexing import index_outdated
from waymark.evidence.linking import link
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create_all
from waymark.trail.actors import CONSOLE

PIECES, LINKS, TASKS, HARDEST = 5_000, 8_000, 200, 2_500
KINDS = [EvidenceKind.POLICY, EvidenceKind.MONITORING, EvidenceKind.INTERNAL_AUDIT, EvidenceKind.OTHER]


def main() -> None:
    """Build, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    organisation = grown(user, framework, "proof", rounds=1, announce=_show)
    owner = Member.objects.of(organisation).get(user=user)
    other = Member.add(organisation, name="Otto Other", roles=[Role.CONTRIBUTOR], by=CONSOLE)
    _collect(owner, other)
    _work(owner)
    lengthen(organisation, announce=_show)
    while index_outdated():
        _show("indexed a batch")
    gc.collect()
    gc.freeze()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    lead = f"/o/{organisation.slug}"
    rows = {
        "evidence list": (f"{lead}/evidence/", 100),
        "evidence page": (f"{lead}/evidence/{HARDEST}", 100),
        "my work": (f"{lead}/work", 100),
        "evidence search": (f"{lead}/evidence/?q=review+release", 150),
        "evidence forecast": (f"{lead}/evidence/forecast?on=2027-12-31", 100),
    }
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    show([measure(Work(what, partial(_ok, client, path), budget), 100) for what, (path, budget) in rows.items()])


def _show(text: str) -> None:
    print(f"  {text}", file=sys.stderr)


def _collect(owner: Member, other: Member) -> None:
    """Collect notes and a file in ten, by two people in revision, each linked to one or two requirements or points."""
    organisation, chance = owner.organisation, random.Random(42001)  # noqa: S311 -- the same evidence at every run
    today = dt.datetime.now(dt.UTC).date()
    requirements = list(Standing.objects.of(organisation).values_list("pk", flat=True))
    points = list(Point.objects.values_list("pk", flat=True))
    links = 0
    for number in range(1, PIECES + 1):
        draft = EvidenceDraft(title=f"Release {number} was reviewed", owner=owner, kind=KINDS[number % len(KINDS)])
        captured = _capture(number, today - dt.timedelta(days=chance.randrange(900)))
        piece = collect(organisation, draft, captured, by=(owner, other)[number % 2])[0]
        wanted = min(LINKS - links, 1 if number % 5 in {0, 1} else 2)
        kind, keys = (REQUIREMENT.kind, requirements) if number % 2 else (POINT.kind, points)
        for record in chance.sample(keys, wanted):
            link(piece, kind, record, by=owner)
        links += wanted
        if number == HARDEST:
            _make_hard(piece, owner, other, requirements[0])
        if number % 500 == 0:
            _show(f"piece {number}")


def _capture(number: int, day: dt.date) -> CaptureDraft:
    if number % 10:
        return CaptureDraft(
            key=f"bench-{number}", collected_on=day, note="The review of the release was seen and read."
        )
    kept = keep(io.BytesIO(b"Release %d was reviewed by two people." % number), limit=2**20)
    return CaptureDraft(key=f"bench-{number}", collected_on=day, files=(GivenFile.of("review.txt", kept),))


def _make_hard(piece: Evidence, owner: Member, other: Member, requirement: int) -> None:
    """Let one piece have everything a page can show: files, a check, an answered request, links of two kinds."""
    organisation = owner.organisation
    link(piece, REQUIREMENT.kind, requirement, by=owner)
    asked = RequestDraft(what="The review", asked_of=owner, due_on=dt.datetime.now(dt.UTC).date())
    answer(ask(organisation, asked, by=other), piece, by=owner)
    newest = Capture.objects.of(organisation).filter(evidence=piece).newest_first()[0]
    verify(newest, by=other if newest.collected_by_id == owner.pk else owner, statement="Compared with the register")


def _work(owner: Member) -> None:
    """Let the owner owe tasks about requirements as well."""
    organisation: Organisation = owner.organisation
    standings = list(Standing.objects.of(organisation).values_list("pk", flat=True))
    plans = [
        TaskDraft(title=f"Write procedure {number}", owner=owner, about=(REQUIREMENT.kind, standings[number % 20]))
        for number in range(TASKS)
    ]
    create_all(organisation, plans, by=CONSOLE)


if __name__ == "__main__":
    main()
