"""Measure the pages, the files and the memory, and print them beside their budgets."""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from django.conf import settings
from django.test import Client

from bench.measuring import Figure, Work, measure, side_by_side
from bench.memory import memory_of_serving
from bench.organisation import ROUNDS, grown, lengthen, newest, prepare
from bench.trail import memory_of_walking, trail_rows
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.views.rounds import ROUNDS_A_PAGE
from waymark.exchange.gap import import_gap
from waymark.people.models.organisation import Organisation
from waymark.reports.gap import export_gap
from waymark.reports.writers.formats import Format
from waymark.trail.actors import CONSOLE


def pages(client: Client, organisation: Organisation) -> list[Work]:
    """Return the pages with a budget."""
    lead, number = f"/o/{organisation.slug}", newest(organisation).number
    return [
        Work("home", lambda: _ok(client, f"{lead}/"), 25),
        Work("gap sheet of one clause", lambda: _ok(client, f"{lead}/gap/GA-{number}/sheet/6.1.3"), 20),
        Work("all points of a round", lambda: _ok(client, f"{lead}/points?round={number}"), 40),
        Work("saving one rating", saver(client, organisation, number), 12),
        Work("requirements", lambda: _ok(client, f"{lead}/requirements/"), 40),
    ]


def round_list(client: Client, organisation: Organisation) -> Work:
    """Return the list of rounds, which shows at most one page of them."""
    return Work("list of rounds", lambda: _ok(client, f"/o/{organisation.slug}/gap/"), 80)


def _ok(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)  # noqa: S101, PLR2004 -- a figure of an error page is none


def saver(client: Client, organisation: Organisation, number: int) -> Callable[[], None]:
    """Return an act that saves another rating of one point each time."""
    address = f"/o/{organisation.slug}/gap/GA-{number}/sheet/6.1.3/6.1.3-2/judgements"
    turns = Judgement.objects.of(organisation).filter(assessment__number=number, point__ref="6.1.3-2")
    count = {"turn": turns.count()}

    def save() -> None:
        count["turn"] += 1
        verdict = ("in_place", "partial", "missing")[count["turn"] % 3]
        data = {"verdict": verdict, "finding": f"turn {count['turn']}", "base_revision": count["turn"] - 1}
        answer = client.post(address, data, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code  # noqa: S101, PLR2004 -- as above

    return save


def files(assessment: GapAssessment, budgets: dict[Format, int]) -> list[Figure]:
    """Return the figures of the files with a budget, and of importing the sheet again."""
    found = [
        measure(Work(f"{form.label} of the round", partial(export_gap, assessment, form), budget), 5)
        for form, budget in budgets.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(export_gap(assessment, Format.XLSX))
        act = lambda: import_gap(assessment.organisation, assessment, path, by=CONSOLE, apply=False)  # noqa: E731 -- one line, one use
        found.append(measure(Work("import of a 225-row sheet", act, 1000), 5))
    return found


def show(figures: list[Figure]) -> None:
    """Print the table."""
    print(f"{'what':34}{'cpu ms':>9}{'median':>9}{'wall ms':>9}{'p95 ms':>9}{'queries':>9}{'budget':>9}")
    for one in figures:
        mark = "" if one.least <= one.budget else "  over"
        usual, wall = statistics.median(one.cpu), statistics.median(one.wall)
        queries = "" if one.queries is None else one.queries
        print(
            f"{one.what:34}{one.least:9.1f}{usual:9.1f}{wall:9.1f}{one.p95:9.1f}{queries!s:>9}{one.budget:9.0f}{mark}"
        )


def show_ratios(pairs: Sequence[Sequence[Figure]]) -> None:
    """Print how the hundredth round compares with the first: the least runs, and the median over runs side by side."""
    print(f"\n{'a hundred rounds to one (not above 1.2)':43}{'least':>9}{'median':>9}")
    for first, hundredth in pairs:
        each = statistics.median(other / one for one, other in zip(first.cpu, hundredth.cpu, strict=True))
        print(f"{first.what:43}{hundredth.least / first.least:9.2f}{each:9.2f}")


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
    announce = lambda text: print(f"  {text}", file=sys.stderr)  # noqa: E731 -- one line
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    small = grown(user, framework, "small", rounds=1, announce=announce)
    # A list of two rounds is shorter than a page of twenty; whether it grows shows between a full page and many.
    paged = grown(user, framework, "paged", rounds=ROUNDS_A_PAGE, announce=announce)
    large = grown(user, framework, "large", rounds=ROUNDS, announce=announce)
    lengthen(large, announce=announce)
    # As the server does before it serves: what is there by now is not searched for garbage again.
    gc.collect()
    gc.freeze()
    pairs = [side_by_side(pair) for pair in zip(pages(client, small), pages(client, large), strict=True)]
    pairs.append(side_by_side((round_list(client, paged), round_list(client, large))))
    budgets = {Format.XLSX: 300, Format.PDF: 500, Format.DOCX: 700}
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    shown = [hundredth for _first, hundredth in pairs]
    show(shown + files(newest(large), budgets) + trail_rows(client, large))
    print(f"\nmemory of walking the chain, at most at once: {memory_of_walking(large):.1f} MB (budget 10)")
    show_ratios(pairs)
    print(f"\nmemory of serving (PSS, all processes): {memory_of_serving():.0f} MB (budget 260)")


if __name__ == "__main__":
    main()
