"""A register of ten thousand rows, and what a member owes and owns where there are thirty kinds of record.

`python -m bench.registers` prints the figures. The budgets are in ms and meant for the 95th percentile of the wall
clock, the column `p95 ms`; a page is to ask at most 8 questions of the database, and what is owed or owned at most 3.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import datetime as dt
import gc
import sys
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db import transaction
from django.test import Client

from bench.__main__ import _ok, baseline, show
from bench.measuring import Work, measure
from bench.organisation import prepare
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Can
from waymark.trail.actors import CONSOLE
from waymark.work import owed, owned

ROWS, KINDS = 10_000, 30
FILES = ("xlsx", "csv", "json")


def main() -> None:
    """Build, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, _framework = prepare()
    organisation = found("Long lists", by=CONSOLE, administrator=user, slug="long")
    owner = Member.objects.of(organisation).get(user=user)
    _add(owner)
    gc.collect()
    gc.freeze()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    lead = f"/o/{organisation.slug}"
    rows = {
        "register, first page": (f"{lead}/suppliers/", 60),
        "register, sorted by name": (f"{lead}/suppliers/?sort=name", 60),
        "register, words and a filter": (f"{lead}/suppliers/?q=region+7&review_due=on", 60),
        "register, page 200": (f"{lead}/suppliers/?page=200", 60),
    }
    works = [Work(what, partial(_ok, client, path), budget) for what, (path, budget) in rows.items()]
    secret = Token.issue(owner, name="Bench", rights=[Can.READ], days=1, by=owner)[1]
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    works.append(Work("the same by program, 200 rows", partial(_ok, program, f"/api/v1{lead}/suppliers?limit=200"), 60))
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    show([measure(work, 100) for work in works])
    _thirty_kinds()
    today = day_in(organisation.time_zone)
    show(
        [
            measure(Work("owed, 30 kinds", lambda: list(owed.owed_by(owner, today)[:100]), 0), 20),
            measure(Work("owned, counted, 30 kinds", lambda: owned.count_owned(owner), 0), 20),
        ]
    )
    lists = f"{lead}/reports/registers/suppliers"
    show([measure(Work(f"all rows as {one}", partial(_ok, client, f"{lists}.{one}"), 0), 3) for one in FILES])


def _add(owner: Member) -> None:
    today = day_in(owner.organisation.time_zone)
    with transaction.atomic():
        for number in range(1, ROWS + 1):
            Supplier.add(
                owner.organisation,
                owner=owner if number % 3 else None,
                by=owner,
                name=f"Supplier {number * 7919 % ROWS:05}",
                supplies=f"Servers in region {number % 40}",
                next_review_on=today + dt.timedelta(days=number % 700 - 50),
            )
            if number % 2000 == 0:
                print(f"  supplier {number}", file=sys.stderr)


def _thirty_kinds() -> None:
    """Stand in for thirty kinds of record by asking the same rows thirty times over."""
    source, kind = owed.sources()[-1], owned.kinds()[-1]
    source = next((one for one in owed.sources() if one.name == "supplier-reviews"), source)
    kind = next((one for one in owned.kinds() if one.model is Supplier), kind)
    for number in range(KINDS):
        owed.register(replace(source, name=f"kind-{number}"))
        owned.register(replace(kind, name=f"kind-{number}"))


if __name__ == "__main__":
    main()
