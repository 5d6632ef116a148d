"""Measure the pages, the files and the memory, and print them beside their budgets."""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.memory import memory_of_serving
from bench.organisation import ROUNDS, grown, lengthen, newest, prepare
from bench.trail import memory_of_walking, trail_rows
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.exchange.gap import import_gap
from waymark.people.models.organisation import Organisation
from waymark.reports.gap import export_gap
from waymark.reports.writers.formats import Format
from waymark.trail.actors import CONSOLE

REPEATS = 40


@dataclass(frozen=True)
class Figure:
    """CPU is process time in ms, the least (the steady figure on a shared machine) and the median; wall in ms too."""

    what: str
    cpu: float
    usual: float
    wall: float
    p95: float
    queries: int | None
    budget: float


def measure(what: str, act: Callable[[], object], budget: float, repeats: int = REPEATS) -> Figure:
    """Run an act often and return its figures; the first run warms up and does not count."""
    act()
    with CaptureQueriesContext(connection) as caught:
        act()
    queries = sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for one in caught)
    cpu, wall = [], []
    for _turn in range(repeats):
        at, spent = time.perf_counter(), time.process_time()
        act()
        cpu.append((time.process_time() - spent) * 1000)
        wall.append((time.perf_counter() - at) * 1000)
    ordered = sorted(wall)
    p95 = ordered[int(len(ordered) * 0.95)]
    return Figure(what, min(cpu), statistics.median(cpu), statistics.median(wall), p95, queries or None, budget)


def pages(client: Client, organisation: Organisation) -> list[Figure]:
    """Return the figures of the pages with a budget."""
    lead, number = f"/o/{organisation.slug}", newest(organisation).number
    return [
        measure("home", lambda: _ok(client, f"{lead}/"), 25),
        measure("gap sheet of one clause", lambda: _ok(client, f"{lead}/gap/GA-{number}/sheet/6.1.3"), 20),
        measure("all 225 rows", lambda: _ok(client, f"{lead}/gap/GA-{number}/points"), 40),
        measure("saving one rating", _saver(client, organisation, number), 12),
        measure("requirements", lambda: _ok(client, f"{lead}/requirements/"), 40),
        measure("list of rounds", lambda: _ok(client, f"{lead}/gap/"), 80),
    ]


def _ok(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)  # noqa: S101, PLR2004 -- a figure of an error page is none


def _saver(client: Client, organisation: Organisation, number: int) -> Callable[[], None]:
    address = f"/o/{organisation.slug}/gap/GA-{number}/sheet/6.1.3/6.1.3-2/judgements"
    turns = Judgement.objects.of(organisation).filter(assessment__number=number, point__ref="6.1.3-2")
    count = {"turn": turns.count()}

    def save() -> None:
        count["turn"] += 1
        verdict = ("in_place", "partial", "missing")[count["turn"] % 3]
        data = {"verdict": verdict, "finding": f"turn {count['turn']}", "seen": count["turn"] - 1}
        answer = client.post(address, data, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code  # noqa: S101, PLR2004 -- as above

    return save


def files(assessment: GapAssessment, budgets: dict[Format, int]) -> list[Figure]:
    """Return the figures of the files with a budget, and of importing the sheet again."""
    found = [
        measure(f"{form.label} of the round", lambda form=form: export_gap(assessment, form), budget, 5)  # type: ignore[misc]  # the loop's value is bound on purpose
        for form, budget in budgets.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(export_gap(assessment, Format.XLSX))
        act = lambda: import_gap(assessment.organisation, assessment, path, by=CONSOLE, apply=False)  # noqa: E731 -- one line, one use
        found.append(measure("import of a 225-row sheet", act, 1000, 5))
    return found


def show(figures: list[Figure]) -> None:
    """Print the table."""
    print(f"{'what':34}{'cpu ms':>9}{'median':>9}{'wall ms':>9}{'p95 ms':>9}{'queries':>9}{'budget':>9}")
    for one in figures:
        mark = "" if one.cpu <= one.budget else "  over"
        queries = "" if one.queries is None else one.queries
        print(
            f"{one.what:34}{one.cpu:9.1f}{one.usual:9.1f}{one.wall:9.1f}{one.p95:9.1f}{queries!s:>9}{one.budget:9.0f}{mark}"
        )


def baseline() -> float:
    """Return how long this machine takes for a fixed piece of Python now, in ms: what the figures stand beside."""
    spent = []
    for _turn in range(7):
        at = time.process_time()
        sum(number * number for number in range(300_000))
        spent.append((time.process_time() - at) * 1000)
    return min(spent)


def main() -> None:
    """Build, measure, print."""
    say = lambda text: print(f"  {text}", file=sys.stderr)  # noqa: E731 -- one line
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    small = grown(user, framework, "small", rounds=1, say=say)
    first = pages(client, small)
    large = grown(user, framework, "large", rounds=ROUNDS, say=say)
    lengthen(large, say=say)
    hundredth = pages(client, large)
    budgets = {Format.XLSX: 300, Format.PDF: 500, Format.DOCX: 700}
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    show(hundredth + files(newest(large), budgets) + trail_rows(measure, client, large))
    print(f"\nmemory of walking the chain, at most at once: {memory_of_walking(large):.1f} MB (budget 10)")
    print("\nratio of CPU, a hundred rounds to one (not above 1.2):")
    for one, other in zip(first, hundredth, strict=True):
        print(f"{one.what:34}{other.cpu / one.cpu:9.2f}")
    print(f"\nmemory of serving (PSS, all processes): {memory_of_serving():.0f} MB (budget 260)")


if __name__ == "__main__":
    main()
