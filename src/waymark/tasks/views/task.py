"""Tasks: the list, making one, showing it, and the acts on it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.dates import day
from waymark.core.redirects import came_from, see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.backing import bringing, lines_behind
from waymark.records.kinds import RecordLine
from waymark.records.picking import picker
from waymark.records.views import changes_view, register_view
from waymark.tasks.fetch import task_or_404
from waymark.tasks.forms import EditTaskForm, FinishForm, NewTaskForm, ReopenForm, RescheduleForm, StepForm
from waymark.tasks.models.task import LIFECYCLE, Task
from waymark.tasks.queries import task_page
from waymark.tasks.registers import TASKS
from waymark.tasks.work import TaskDraft, create, finish
from waymark.trail.history import history_of
from waymark.work.owners import OwnerForm, give

tasks, task_changes = register_view(TASKS), changes_view(TASKS)
_EDITED = ("title", "note", "priority", "repeat", "repeat_months", "version")


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
        done=lambda made: _done(request, made, _("%(reference)s is made.") % {"reference": made.reference}),
    )


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


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.WORK)
def task(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Show one task; correct what it says."""
    found = task_or_404(request, task)
    if request.method != "POST":
        return _page(request, found)
    form = EditTaskForm(request.POST, initial={"steps": found.checklist})
    return _act(request, found, "form", form, lambda typed: found.edit(by=request.member, **typed))


@require_POST
@needs(Can.WORK)
def task_start(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Say that the work has begun."""
    found = task_or_404(request, task)
    found.require_changer(request.member).start(by=request.member)
    return _done(request, found, "")


@require_POST
@needs(Can.WORK)
def task_finish(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Finish a task with a note on what was done, or with evidence."""
    found = task_or_404(request, task)
    form = FinishForm(request.POST, proofs=_proofs(request, found), auto_id="finish_%s")
    return _act(
        request,
        found,
        "finish_form",
        form,
        lambda typed: finish(found, by=request.member, finisher=request.member, **typed),
        lambda following: _finished(request, found, following),
    )


def _finished(request: OrganisationRequest, found: Task, following: Task | None) -> str:
    if following is None or following.due_on is None:
        return _("%(reference)s is done.") % {"reference": found.reference}
    return _("%(reference)s is done. The next one is %(next)s, due %(day)s.") % {
        "reference": found.reference,
        "next": following.reference,
        "day": day(following.due_on, request.user.locale),
    }


@require_POST
@needs(Can.WORK)
def task_reopening(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Reopen a finished task with the reason."""
    found = task_or_404(request, task)
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    message = _("%(reference)s is open again.") % {"reference": found.reference}
    return _act(
        request, found, "reopen_form", form, lambda typed: found.reopen(by=request.member, **typed), lambda _r: message
    )


@require_POST
@needs(Can.WORK)
def task_owner(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Give the work to somebody else."""
    found = task_or_404(request, task)
    form = OwnerForm(request.POST, reader=request.member, auto_id="owner_%s")
    return _act(request, found, "owner_form", form, lambda typed: give(found, by=request.member, **typed))


@require_POST
@needs(Can.WORK)
def task_date(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Set another date."""
    found = task_or_404(request, task)
    form = RescheduleForm(request.POST, auto_id="date_%s")
    return _act(request, found, "date_form", form, lambda typed: found.reschedule(by=request.member, **typed))


@require_POST
@needs(Can.WORK)
def task_steps(request: OrganisationRequest, task: int) -> HttpResponseBase:
    """Tick a step of the checklist, or take the tick away."""
    found = task_or_404(request, task)
    form = StepForm(request.POST)
    return _act(
        request, found, "step_form", form, lambda typed: found.tick(by=request.member, **typed), lambda _result: ""
    )


def _act(
    request: OrganisationRequest,
    found: Task,
    name: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    message: Callable[[Any], str] = lambda _result: _("Saved."),
) -> HttpResponseBase:
    """Do one act on a task with what was typed; show a refusal in its own form."""
    found.require_changer(request.member)
    return submit(
        request,
        form,
        act,
        record=found,
        on_refusal=lambda refused: _page(request, task_or_404(request, found.number), **{name: refused}),
        done=lambda result: _done(request, found, message(result)),
    )


def _done(request: OrganisationRequest, found: Task, message: str) -> HttpResponseBase:
    if message:
        messages.success(request, message)
    return see_other(came_from(request, reverse("task", args=[request.organisation.slug, found.number])))


def _proofs(request: OrganisationRequest, found: Task) -> tuple[RecordLine, ...]:
    return lines_behind(request.member, [("tasks.task", found.pk)])


def _bring(request: OrganisationRequest, found: Task) -> str:
    name = bringing()
    if not name or not request.member.can(Can.COLLECT):
        return ""
    here = reverse("task", args=[request.organisation.slug, found.number])
    query = urlencode({"for": f"task:{found.pk}", "back": here})
    return f"{reverse(name, args=[request.organisation.slug])}?{query}"


def _page(request: OrganisationRequest, found: Task, **refused: forms.Form) -> HttpResponseBase:
    initial: dict[str, Any] = {name: getattr(found, name) for name in _EDITED}
    initial["checklist"] = "\n".join(step["text"] for step in found.checklist)
    first = {"owner": found.owner_id, "due_on": found.due_on, "version": found.version}
    today, proofs = day_in(request.organisation.time_zone), _proofs(request, found)
    may_change = found.may_be_changed_by(request.member)
    offers = LIFECYCLE.offers(found, request.member) if may_change else ()
    context: dict[str, Any] = {
        "shown": task_page(found, request.member),
        "task": found,
        "is_overdue": found.is_overdue(today),
        "may": {one.transition.act for one in offers if one.is_possible},
        "form": EditTaskForm(initial=initial),
        "proofs": proofs,
        "bring": _bring(request, found),
        "finish_form": FinishForm(proofs=proofs, auto_id="finish_%s"),
        "reopen_form": ReopenForm(auto_id="reopen_%s"),
        "owner_form": OwnerForm(initial=first, reader=request.member, auto_id="owner_%s"),
        "date_form": RescheduleForm(initial=first, auto_id="date_%s"),
        "step_form": None,
        "history": history_of(found),
        **refused,
    }
    return respond(request, page="tasks/task.html", context=context, status=422 if refused else 200)
