"""The palette over twenty thousand records of three kinds and a hundred rounds' points, by reference and by words.

`python -m bench.palette` prints the figures. The budget is in ms and meant for the 95th percentile of the wall clock,
the column `p95 ms`; the questions are as many for thirty kinds of record as for three.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import datetime as dt
import gc
import sys
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.test import Client

from bench.__main__ import baseline, show
from bench.measuring import Work, measure
from bench.organisation import grown, prepare
from waymark.context.models.supplier import Supplier
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, collect
from waymark.evidence.kinds import EvidenceKind
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create_all
from waymark.trail.actors import CONSOLE

SUPPLIERS, TASKS, PIECES, PEOPLE, OTHERS, BATCH, BUDGET = 8_000, 8_000, 4_000, 300, 20, 400, 40
ASKED = {
    "at rest": "",
    "a reference": "EV-3210",
    "a clause": "6.1.2",
    "a word that many hold": "release",
    "two words that one holds": "7919 host",
    "words that nobody holds": "zwiebel turm",
    "words in another script": "überprüfung",
    "eight words": "a e i o u r s t",
}


def main() -> None:
    """Build, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    organisation = grown(user, framework, "palette", rounds=1, announce=_show)
    _add(Member.objects.of(organisation).get(user=user))
    for number in range(1, OTHERS + 1):
        found(f"Client {number}", slug=f"client-{number}", administrator=user, by=CONSOLE)
    gc.collect()
    gc.freeze()
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/o/{organisation.slug}/search"
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    palette = [
        Work(what, partial(_ok, client, f"{address}?{urlencode({'q': text})}"), BUDGET) for what, text in ASKED.items()
    ]
    outside = [
        Work(f"outside: {what}", partial(_ok, client, f"/search?{urlencode({'q': text})}"), BUDGET)
        for what, text in ASKED.items()
    ]
    show([measure(work, 100) for work in [*palette, *outside]])
    page = Client()
    page.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    show([measure(Work("the page, all texts", partial(_ok, page, f"{address}?q=release"), 0), 20)])


def _ok(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)  # noqa: S101, PLR2004 -- a figure of an error page is none


def _show(text: str) -> None:
    print(f"  {text}", file=sys.stderr)


def _add(owner: Member) -> None:
    organisation, today = owner.organisation, dt.datetime.now(dt.UTC).date()
    for number in range(1, PEOPLE + 1):
        Member.add(organisation, name=f"Person {number * 7919 % PEOPLE}", roles=[Role.READER], by=CONSOLE)
    # In batches: PostgreSQL is slow where one transaction changes the head of the chain thousands of times.
    for first in range(1, SUPPLIERS + 1, BATCH):
        with transaction.atomic():
            for number in range(first, first + BATCH):
                Supplier.add(organisation, owner=owner, by=owner, name=f"Cloud host {number}", supplies="Servers")
    _show("suppliers")
    for first in range(1, TASKS + 1, BATCH):
        plans = [TaskDraft(title=f"Review release {n}", owner=owner) for n in range(first, first + BATCH)]
        create_all(organisation, plans, by=CONSOLE)
    _show("tasks")
    for number in range(1, PIECES + 1):
        draft = EvidenceDraft(title=f"Release {number} was reviewed", owner=owner, kind=EvidenceKind.OTHER)
        captured = CaptureDraft(key=f"bench-{number}", collected_on=today, note="The review was seen and read.")
        collect(organisation, draft, captured, by=owner)
    _show("evidence")


if __name__ == "__main__":
    main()
