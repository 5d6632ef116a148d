"""The trail at fifty thousand entries: its pages, its export, the walk along the chain and the memory of that walk."""

import tracemalloc

from django.test import Client

from bench.measuring import Figure, Work, measure
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.trail.choice import Choice
from waymark.reports.trail.table import trail_csv
from waymark.trail.verification import verify


def trail_rows(client: Client, organisation: Organisation) -> list[Figure]:
    """Return the figures of the trail; a budget of the walk is a hundred thousand entries a second."""
    lead = f"/o/{organisation.slug}"
    past = f"{lead}/requirements/6.1.3"
    length = verify(organisation.pk).count
    member = Member.objects.of(organisation).select_related("organisation")[0]
    export = lambda: sum(len(piece) for piece in trail_csv(Choice(), member))  # noqa: E731 -- one line, one use
    return [
        measure(Work("trail, newest", lambda: _get(client, f"{lead}/trail/"), 100)),
        measure(Work("trail, a rare event", lambda: _get(client, f"{lead}/trail/?event=organisation.founded"), 100)),
        measure(Work("trail, one record", lambda: _get(client, f"{lead}/trail/?reference=GA-1"), 100)),
        measure(Work("trail, one clause", lambda: _get(client, f"{lead}/trail/?reference=6.1.3"), 100)),
        measure(Work("trail, a clause and all below", lambda: _get(client, f"{lead}/trail/?reference=6"), 100)),
        measure(Work("trail, a control never touched", lambda: _get(client, f"{lead}/trail/?reference=A.10.4"), 100)),
        measure(Work("trail, from the middle", lambda: _get(client, f"{lead}/trail/?before={length // 2}"), 100)),
        measure(Work("requirement with its history", lambda: _get(client, past), 100)),
        measure(
            Work("requirement as of a day", lambda: _get(client, f"{lead}/requirements/6.1.3?as_of=2020-01-01"), 100)
        ),
        measure(Work(f"trail verify, {length:,} entries", lambda: verify(organisation.pk), length / 100), 5),
        measure(Work(f"trail as CSV, {length:,} entries", export, length / 5), 3),
    ]


def memory_of_walking(organisation: Organisation) -> float:
    """Return the most memory the walk along the chain takes at once, in MB."""
    tracemalloc.start()
    verify(organisation.pk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1_000_000


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)  # noqa: S101, PLR2004 -- a figure of an error page is none
