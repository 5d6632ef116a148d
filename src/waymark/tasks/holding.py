"""The open tasks of a member, for whoever takes over when they leave."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from waymark.people.leaving import Holding
from waymark.people.models.member import Member
from waymark.people.records import RecordLine
from waymark.tasks.events import TaskEvent
from waymark.tasks.lines import line_of_task
from waymark.tasks.models.task import Task
from waymark.tasks.work import tell_owners
from waymark.trail.actors import Acts
from waymark.trail.door import commit_all


def _records(member: Member) -> Sequence[RecordLine]:
    mine = Task.objects.of(member.organisation).open().owned_by(member).most_pressing_first()
    return [line_of_task(member.organisation, task) for task in mine]


def _hand_over(member: Member, owners: Mapping[int, Member], by: Acts) -> None:
    tasks = list(Task.objects.of(member.organisation).filter(pk__in=owners).order_by("number"))
    for task in tasks:
        task.owner = owners[task.pk]
    commit_all(tasks, TaskEvent.HANDED_OVER, by=by, note=str(_("%(name)s leaves")) % {"name": member.name})
    tell_owners(tasks, by=by)


OPEN_TASKS = Holding("tasks", _("Open tasks"), _records, _hand_over)
