"""Commands about tasks."""

import datetime as dt

import click

from waymark.site.console.acts import add_acts
from waymark.site.console.finding import member_named, organisation_named, record_named
from waymark.site.console.output import echo, shows_refusals
from waymark.site.console.registers import add_list
from waymark.tasks.acts.task import ACTS
from waymark.tasks.choices import Priority
from waymark.tasks.registers import TASKS
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE

_PRIORITIES = click.Choice([one.name.lower() for one in Priority])
_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


@click.group()
def task() -> None:
    """Tasks with an owner and a due date."""


add_list(task, TASKS)
add_acts(task, ACTS)


@task.command()
@_org
@click.argument("title")
@click.option("--owner", help="Its owner, by email address or name.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="By when, as 2026-05-29.")
@click.option(
    "--priority",
    type=click.Choice([one.name.lower() for one in Priority]),
    default="medium",
    show_default=True,
    help="Its priority.",
)
@click.option(
    "--about", metavar="KIND:NUMBER", help="The record it is about, such as requirement:6.1.4 or point:6.1.4-2."
)
@shows_refusals
def add(slug: str, title: str, owner: str | None, due: dt.datetime | None, priority: str, about: str | None) -> None:
    """Create a task and print its number."""
    organisation = organisation_named(slug)
    made = create(
        organisation,
        TaskDraft(
            title=title,
            owner=member_named(organisation, owner) if owner else None,
            due_on=due.date() if due else None,
            priority=Priority[priority.upper()],
            about=record_named(organisation, about) if about else None,
        ),
        by=CONSOLE,
    )
    echo(made.reference)
