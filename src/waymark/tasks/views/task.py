"""Tasks: the list, making one, and what the page of one shows."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.core.redirects import came_from, see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.backing import bringing
from waymark.records.pages import RecordPage, page_view
from waymark.records.picking import picker
from waymark.records.registers import Reading
from waymark.records.views import changes_view, register_view
from waymark.tasks.acts.task import ACTS
from waymark.tasks.forms import NewTaskForm
from waymark.tasks.models.task import Task
from waymark.tasks.next_steps import next_step
from waymark.tasks.queries import task_page
from waymark.tasks.registers import TASKS
from waymark.tasks.work import TaskDraft, create

tasks, task_changes = register_view(TASKS), changes_view(TASKS)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK)
def new_task(request: OrganisationRequest) -> HttpResponseBase:
    """Make a task. What was typed so far comes along when somebody looks for a record without JavaScript."""
    member = request.member
    if request.method != "POST":
        first = {"owner": member.pk, "priority": 3, **request.GET.dict()}
        return _new_page(request, NewTaskForm(initial=first, reader=member))
    return submit(
        request,
        NewTaskForm(request.POST, reader=member),
        lambda typed: create(request.organisation, TaskDraft.of(typed), by=member),
        on_refusal=lambda form: _new_page(request, form),
        done=lambda made: _made(request, made),
    )


def _made(request: OrganisationRequest, made: Task) -> HttpResponseBase:
    messages.success(request, _("%(reference)s was created.") % {"reference": made.reference})
    return see_other(came_from(request, reverse("task", args=[request.organisation.slug, made.number])))


def _new_page(request: OrganisationRequest, form: NewTaskForm) -> HttpResponseBase:
    given = request.POST if request.method == "POST" else request.GET
    context = {"form": form, "picker": picker(request.member, given.get("find", ""), given.get("about", ""))}
    return respond(request, page="tasks/new_task.html", context=context, status=422 if form.errors else 200)


@require_safe
@needs(Can.WORK)
def task_subjects(request: OrganisationRequest) -> HttpResponseBase:
    """Find records a task can be about."""
    found = picker(request.member, request.GET.get("find", ""), request.GET.get("about", ""))
    return respond(request, page="tasks/_subjects.html", context={"picker": found})


def _bring(found: Task, reading: Reading) -> str:
    name, slug = bringing(), found.organisation.slug
    if not name or not reading.reader.can(Can.COLLECT):
        return ""
    query = urlencode({"for": f"task:{found.pk}", "back": reverse("task", args=[slug, found.number])})
    return f"{reverse(name, args=[slug])}?{query}"


def _around(found: Task, reading: Reading) -> dict[str, Any]:
    return {
        "shown": task_page(found, reading.reader),
        "is_overdue": found.is_overdue(reading.today),
        "bring": _bring(found, reading),
        "next_step": next_step(found, reading.reader),
    }


PAGE: Final[RecordPage[Task]] = RecordPage(acts=ACTS, template="tasks/task.html", more=_around)
task = page_view(PAGE)
