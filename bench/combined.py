"""Everything at once: fifty rounds, evidence behind every point, tasks and a long trail in one organisation.

`python -m bench.combined` prints what pages and files cost with 5,000 pieces of evidence, 5,000 tasks and 50,000
entries, beside an organisation of a tenth. `--times 10` adds one of ten times that and compares it with the tenth.
"""

import bench.ground  # noqa: F401, I001 -- makes the installation before any model is imported

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.test import Client

from bench.__main__ import _ok, baseline, saver, show
from bench.combined_ground import Size, combined
from bench.measuring import Figure, Work, measure, side_by_side
from bench.organisation import newest, prepare
from waymark.core.upkeep import refresh_statistics
from waymark.people.models.organisation import Organisation
from waymark.reports.gap import export_gap
from waymark.reports.writers.formats import Format

BASE = Size(pieces=5_000, tasks=5_000, entries=50_000)
GROWTH = 1.5
"""A page of an organisation of many times the size may cost so many times as much."""
FILES = {Format.XLSX: 100, Format.DOCX: 250, Format.PDF: 700}


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description="Measure an organisation that has much of everything.")
    parser.add_argument("--times", type=float, default=1, help="compare a tenth with so many times the size")
    times = parser.parse_args().times
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    user, framework = prepare()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    built = {}
    for factor in sorted({0.1, 1, times}):
        began, size = time.perf_counter(), BASE.times(factor)
        built[factor] = combined(user, framework, f"combined-{size.pieces}", size, announce=_announce)
        _announce(f"{size.pieces} pieces in {time.perf_counter() - began:.0f} s")
    refresh_statistics()
    gc.collect()
    gc.freeze()
    print(f"machine baseline: {baseline():.1f} ms for 300,000 squares\n")
    show([*(measure(work) for work in pages(client, built[1])), *files(built[1])])
    show_growth(client, built[0.1], built[max(built)], times)


def pages(client: Client, organisation: Organisation) -> list[Work]:
    """Return the pages with a budget."""
    lead, number = f"/o/{organisation.slug}", newest(organisation).number
    addresses = {
        "home": ("/", 25),
        "all points of a round": (f"/points?round={number}", 40),
        "gap sheet of one clause": (f"/gap/GA-{number}/sheet/6.1.3", 20),
        "list of rounds": ("/gap/", 20),
        "evidence list": ("/evidence/", 25),
        "evidence page": ("/evidence/250", 25),
        # It finds more than a page in either size, for a page of 11 rows and one of 50 are not the same page.
        "evidence search": ("/evidence/?q=review+release+2", 30),
        "my work": ("/work", 25),
        "requirement": ("/requirements/6.1.3", 40),
        "requirements": ("/requirements/", 40),
    }
    works = [Work(what, partial(_ok, client, f"{lead}{path}"), budget) for what, (path, budget) in addresses.items()]
    return [*works, Work("saving one rating", saver(client, organisation, number), 10)]


def files(organisation: Organisation) -> list[Figure]:
    """Return the figures of the files of the open round."""
    assessment = newest(organisation)
    return [
        measure(Work(f"{form.label} of the round", partial(export_gap, assessment, form), budget), 5)
        for form, budget in FILES.items()
    ]


def show_growth(client: Client, small: Organisation, large: Organisation, times: float) -> None:
    """Print how much more each page costs in the large organisation than in the small one, run by run side by side."""
    print(f"\n{f'a tenth to {times:g} times (not above {GROWTH})':43}{'least':>9}{'median':>9}")
    pairs: Sequence[Sequence[Work]] = list(zip(pages(client, small), pages(client, large), strict=True))
    for pair in pairs:
        first, other = side_by_side(pair)
        each = statistics.median(more / one for one, more in zip(first.cpu, other.cpu, strict=True))
        mark = "" if other.least / first.least <= GROWTH else "  over"
        print(f"{first.what:43}{other.least / first.least:9.2f}{each:9.2f}{mark}")


def _announce(text: str) -> None:
    print(f"  {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
