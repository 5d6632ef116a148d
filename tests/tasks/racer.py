"""One of several programs that work on the same tasks at once; run by test_races in a process of its own.

Its arguments are acts: `finish`, `make:NAME`, `give` and `leave`.
"""

import json
import time

import django

django.setup()

from bench.racer import take_part  # noqa: E402 -- models exist only once Django is set up
from waymark.core.errors import RuleBroken  # noqa: E402 -- as above
from waymark.people.active import OwnerHasLeft  # noqa: E402 -- as above
from waymark.people.founding import found  # noqa: E402 -- as above
from waymark.people.models.member import Member, StillOwns  # noqa: E402 -- as above
from waymark.people.models.organisation import Organisation  # noqa: E402 -- as above
from waymark.tasks.models.task import Task, TaskIsDone  # noqa: E402 -- as above
from waymark.tasks.repeats import Repeat  # noqa: E402 -- as above
from waymark.tasks.work import TaskDraft, create, finish  # noqa: E402 -- as above
from waymark.trail.actors import CONSOLE  # noqa: E402 -- as above
from waymark.work.leaving import depart  # noqa: E402 -- as above

TASKS = 12


def prepare() -> Organisation:
    """Make an organisation with repeating tasks, one member who will leave and one who stays."""
    made = found("Racing", by=CONSOLE)
    for name in ("Leaver", "Stayer"):
        Member.add(made, name=name, by=CONSOLE)
    for number in range(TASKS):
        create(made, TaskDraft(title=f"Task {number}", repeat=Repeat.WEEKLY), by=CONSOLE)
    return made


def finish_all(organisation: Organisation, _words: str) -> str:
    """Finish every task, each as one of two people who press the button at the same moment."""
    refused = 0
    for number in range(1, TASKS + 1):
        try:
            finish(Task.objects.of(organisation).get(number=number), by=CONSOLE, finisher=None, note="Done.")
        except TaskIsDone:
            refused += 1
    return str(refused)


def make_some(organisation: Organisation, who: str) -> str:
    """Make as many tasks as there are."""
    stayer = Member.objects.of(organisation).get(name="Stayer")
    for number in range(TASKS):
        create(organisation, TaskDraft(title=f"{who} {number}", owner=stayer), by=CONSOLE)
    return "done"


def give(organisation: Organisation, _words: str) -> str:
    """Give tasks to the member who leaves until that is refused."""
    leaver = Member.objects.of(organisation).get(name="Leaver")
    for number in range(1000):
        try:
            create(organisation, TaskDraft(title=f"Given {number}", owner=leaver), by=CONSOLE)
        except OwnerHasLeft:
            return str(number)
        # SQLite's writers take no turns: one that never rests can keep the other out for as long as it writes.
        time.sleep(0.005)
    return "never refused"


def leave(organisation: Organisation, _words: str) -> str:
    """Leave as soon as nothing comes in between; say how often something did."""
    stayer = Member.objects.of(organisation).get(name="Stayer")
    for tried in range(1000):
        leaver = Member.objects.of(organisation).get(name="Leaver")
        try:
            depart(leaver, lambda _holding, _record: stayer, by=CONSOLE, reason="Moved on.")
        except StillOwns:
            continue
        except RuleBroken as broken:
            return broken.code
        return str(tried)
    return "never left"


def report(organisation: Organisation) -> str:
    """Tell how many tasks follow another, and how many open ones belong to somebody who has left."""
    tasks = Task.objects.of(organisation)
    return json.dumps(
        {
            "done": tasks.done().count(),
            "following": tasks.filter(follows__isnull=False).count(),
            "numbers": len(set(tasks.values_list("number", flat=True))) == tasks.count(),
            "orphans": tasks.open().filter(owner__left_on__isnull=False).count(),
            "given": tasks.filter(title__startswith="Given").count(),
        }
    )


take_part(prepare, report, {"finish": finish_all, "make": make_some, "give": give, "leave": leave})
