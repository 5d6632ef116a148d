"""Evidence at five thousand pieces with eight thousand links: the list, a page, the search and My work.

`python -m bench.evidence` prints the figures. The budgets are in ms and meant for the 95th percentile of the wall
clock, the column `p95 ms`.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import datetime as dt
import random
import sys
from functools import partial

from django.conf import settings
from django.test import Client

from bench.__main__ import _ok, baseline, show
from bench.measuring import Work, measure
from bench.organisation import grown, prepare
from waymark.conformity.record_kinds import REQUIREMENT
from waymark.conformity.models.standing import Standing
from waymark.evidence.collecting import Collected, Naming, collect
from waymark.evidence.linking import link
from waymark.people.models.member import Member

PIECES, LINKS = 5_000, 8_000


def main() -> None:
    """Build, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    organisation = grown(user, framework, "proof", rounds=1, say=lambda _text: None)
    owner = Member.objects.of(organisation).get(user=user)
    requirements = list(Standing.objects.of(organisation).values_list("pk", flat=True))
    _collect(owner, requirements)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    lead = f"/o/{organisation.slug}"
    rows = {
        "evidence list": (f"{lead}/evidence/", 100),
        "evidence page": (f"{lead}/evidence/{PIECES // 2}", 100),
        "my work": (f"{lead}/work", 100),
        "evidence search": (f"{lead}/evidence/?q=review+release", 150),
        "evidence forecast": (f"{lead}/evidence/forecast?on=2027-12-31", 100),
    }
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    show([measure(Work(what, partial(_ok, client, path), budget)) for what, (path, budget) in rows.items()])


def _collect(owner: Member, requirements: list[int]) -> None:
    chance = random.Random(42001)  # noqa: S311 -- the same evidence at every run
    today = dt.datetime.now(dt.UTC).date()
    links = 0
    for number in range(PIECES):
        day = today - dt.timedelta(days=chance.randrange(900))
        naming = Naming(title=f"Release {number} was reviewed", owner=owner)
        said = Collected(key=f"bench-{number}", collected_on=day, note="The review of the release was seen and read.")
        piece = collect(owner.organisation, naming, said, by=owner)[0]
        wanted = min(LINKS - links, 1 if number % 5 in {0, 1} else 2)
        for record in chance.sample(requirements, wanted):
            link(piece, REQUIREMENT.kind, record, by=owner)
        links += wanted
        if number % 500 == 0:
            print(f"  piece {number}", file=sys.stderr)


if __name__ == "__main__":
    main()
