"""The portfolio of somebody who is a member of three hundred organisations, each with a closed and an open round.

`python -m bench.portfolio` prints the figures. The budget is in ms and meant for the 95th percentile of the wall clock,
the column `p95 ms`, where nothing has moved. Below it stands what a page costs after five organisations have moved.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import gc
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial

from django.conf import settings
from django.test import Client

from bench.__main__ import baseline, show
from bench.measuring import Work, measure
from bench.organisation import grown, newest, prepare
from waymark.catalogue.outline import OutlinePoint, outline
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import judge_many
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.keeping import keep_figures
from waymark.readiness.portfolio import AT_ONCE

ORGANISATIONS, BUDGET = 300, 150
ASKED = {"in order": "", "by what is overdue": "?sort=-overdue", "by words": "?q=client+29", "the last page": "?page=6"}


def main() -> None:
    """Build, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    organisations = []
    for number in range(1, ORGANISATIONS + 1):
        organisations.append(grown(user, framework, f"client-{number}", rounds=1, announce=lambda _text: None))
        if number % 50 == 0:
            print(f"  {number} organisations", file=sys.stderr)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    began = time.perf_counter()
    keep_figures.func()
    spent = (time.perf_counter() - began) * 1000
    print(f"all {ORGANISATIONS} worked out by the job: {spent:.0f} ms, {spent / ORGANISATIONS:.1f} ms each\n")
    gc.collect()
    gc.freeze()
    show([measure(Work(what, partial(_ok, client, query), BUDGET), 100) for what, query in ASKED.items()])
    point, moving = outline(framework.pk, "en").points[0], itertools.cycle(organisations)
    show([measure(Work("five ratings, then the page", partial(_moved, client, moving, point), BUDGET))])


def _moved(client: Client, moving: Iterator[Organisation], point: OutlinePoint) -> None:
    _rate(list(itertools.islice(moving, AT_ONCE)), point)
    _ok(client, "")


def _rate(organisations: Sequence[Organisation], point: OutlinePoint) -> None:
    for one in organisations:
        member = Member.objects.of(one).get(name="Bea Bench")
        judge_many(newest(one), [Rating(point, RatingInput("partial"))], by=member)


def _ok(client: Client, query: str) -> None:
    answer = client.get(f"/portfolio{query}")
    assert answer.status_code == 200, (query, answer.status_code)  # noqa: S101, PLR2004 -- a figure of an error page is none


if __name__ == "__main__":
    main()
