"""Commands about tasks."""

import datetime as dt
from typing import Any

import click

from waymark.core.clock import day_in
from waymark.people.models.organisation import Organisation
from waymark.people.records import kind_called
from waymark.site.console.finding import member_named, organisation_named
from waymark.site.console.saying import NotThere, as_json, print_json, print_table, tells_refusals
from waymark.tasks.models.task import Task
from waymark.tasks.queries import TaskLine, lines_with_about
from waymark.tasks.scale import Priority
from waymark.tasks.work import Plan, finish, make
from waymark.trail.actors import CONSOLE

_DIGITS = 9  # longer than any number given
_PRIORITIES = click.Choice([one.name.lower() for one in Priority])
_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


@click.group()
def task() -> None:
    """Work with an owner and a date."""


@task.command("list")
@_org
@click.option("--owner", help="Only those of the member with this e-mail address or name.")
@click.option("--overdue", is_flag=True, help="Only those whose date has passed.")
@click.option("--done", is_flag=True, help="The finished ones instead of the open ones.")
@as_json
@tells_refusals
def list_(slug: str, owner: str | None, *, overdue: bool, done: bool, as_json: bool) -> None:
    """List tasks, the gravest first, then by date."""
    organisation = organisation_named(slug)
    today = day_in(organisation.time_zone)
    found = Task.objects.of(organisation)
    found = found.done() if done else found.overdue(today) if overdue else found.open()
    if owner is not None:
        found = found.owned_by(member_named(organisation, owner))
    lines = lines_with_about(organisation, found.select_related("owner").most_pressing_first(), today)
    rows = [_row(line) for line in lines]
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("Task", "Title", "About", "Priority", "Owner", "Due", "State", "Late"),
            [list(row.values()) for row in rows],
        )


@task.command()
@_org
@click.argument("title")
@click.option("--owner", help="Who does it, by e-mail address or name.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="By when, as 2026-05-29.")
@click.option(
    "--priority",
    type=click.Choice([one.name.lower() for one in Priority]),
    default="medium",
    show_default=True,
    help="How much stands in the way.",
)
@click.option(
    "--about", metavar="KIND:NUMBER", help="The record it is about, such as requirement:6.1.4 or point:6.1.4-2."
)
@tells_refusals
def add(slug: str, title: str, owner: str | None, due: dt.datetime | None, priority: str, about: str | None) -> None:
    """Make a task and print its number."""
    organisation = organisation_named(slug)
    made = make(
        organisation,
        Plan(
            title=title,
            owner=member_named(organisation, owner) if owner else None,
            due_on=due.date() if due else None,
            priority=Priority[priority.upper()],
            about=_record(organisation, about) if about else None,
        ),
        by=CONSOLE,
    )
    click.echo(made.reference)


@task.command("finish")
@_org
@click.argument("reference")
@click.option("--note", required=True, help="What was done; kept in the trail.")
@tells_refusals
def finish_(slug: str, reference: str, note: str) -> None:
    """Finish a task; one that repeats is followed by the next."""
    organisation = organisation_named(slug)
    digits = reference.upper().removeprefix("TASK-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < _DIGITS
    found = Task.objects.of(organisation).numbered(int(digits)).first() if is_number else None
    if found is None:
        message = f"{organisation.name} has no task {reference!r}."
        raise NotThere(message)
    following = finish(found, by=CONSOLE, finisher=None, note=note)
    click.echo(
        f"{found.reference} is done." + (f" Next: {following.reference}, due {following.due_on}." if following else "")
    )


def _row(line: TaskLine) -> dict[str, Any]:
    one = line.task
    return {
        "task": one.reference,
        "title": one.title,
        "about": line.about.reference if line.about else "",
        "priority": str(Priority(one.priority).label),
        "owner": one.owner.name if one.owner else "",
        "due_on": one.due_on,
        "state": str(one.get_state_display()),
        "overdue": "overdue" if line.is_overdue else "",
    }


def _record(organisation: Organisation, named: str) -> tuple[str, int]:
    word, _colon, reference = named.partition(":")
    kind = kind_called(word)
    lines = kind.choose(organisation, reference) if kind is not None and kind.choose is not None else []
    found = next((line for line in lines if line.reference.casefold() == reference.casefold()), None)
    if found is None:
        message = f"{organisation.name} has no record {named!r}."
        raise NotThere(message)
    return found.kind, found.pk
