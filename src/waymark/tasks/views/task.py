"""One task: making it, showing it, and the acts on it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.dates import day
from waymark.core.respond import respond
from waymark.people.answers import see_other
from waymark.people.forms import refusals_in
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.tasks.forms import (
    DateForm,
    DescribeTaskForm,
    FinishForm,
    HandOverForm,
    NewTaskForm,
    ReopenForm,
    StepForm,
)
from waymark.tasks.models.task import Task
from waymark.tasks.proofs import proofs_of
from waymark.tasks.queries import task_page
from waymark.tasks.subjects import subjects
from waymark.tasks.views.fetch import back, task_or_404
from waymark.tasks.work import Plan, finish, hand_over, make
from waymark.trail.history import history_of


@require_http_methods(["GET", "POST"])
@needs(Can.WORK)
def new_task(request: OrganisationRequest) -> HttpResponse:
    """Make a task. What was typed so far comes along when somebody looks for a record without JavaScript."""
    organisation = request.organisation
    if request.method == "POST":
        form = NewTaskForm(request.POST, organisation=organisation)
        if form.is_valid():
            with refusals_in(form):
                made = make(organisation, Plan(**form.cleaned_data), by=request.member)
                messages.success(request, _("%(reference)s is made.") % {"reference": made.reference})
                return see_other("task", organisation.slug, made.number)
    else:
        form = NewTaskForm(
            initial={"owner": request.member.pk, "priority": 3, **request.GET.dict()}, organisation=organisation
        )
    given = request.POST if request.method == "POST" else request.GET
    context = {"form": form, "picker": subjects(request.member, given.get("find", ""), given.get("about", ""))}
    return respond(request, page="tasks/new_task.html", context=context, status=422 if form.errors else 200)


@require_safe
@needs(Can.WORK)
def task_subjects(request: OrganisationRequest) -> HttpResponse:
    """Find records a task can be about."""
    found = subjects(request.member, request.GET.get("find", ""), request.GET.get("about", ""))
    return respond(request, page="tasks/_subjects.html", context={"picker": found})


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.WORK)
def task(request: OrganisationRequest, task: int) -> HttpResponse:
    """Show one task; describe it anew."""
    found = task_or_404(request.organisation, task)
    if request.method != "POST":
        return _page(request, found)
    form = DescribeTaskForm(request.POST, initial={"steps": found.checklist})

    def describe(typed: dict[str, Any]) -> str:
        found.read_at(typed.pop("version")).describe(by=request.member, **typed)
        return _("Saved.")

    return _act(request, found, form, "form", describe)


@require_POST
@needs(Can.WORK)
def task_start(request: OrganisationRequest, task: int) -> HttpResponse:
    """Say that the work has begun."""
    found = task_or_404(request.organisation, task)
    found.require(request.member).start(by=request.member)
    return back(request, "task", task)


@require_POST
@needs(Can.WORK)
def task_finish(request: OrganisationRequest, task: int) -> HttpResponse:
    """Finish a task with a note on what was done, or with evidence."""
    found = task_or_404(request.organisation, task)
    form = FinishForm(request.POST, proofs=proofs_of(found, request.member).lines, auto_id="finish_%s")

    def done(typed: dict[str, Any]) -> str:
        following = finish(found, by=request.member, finisher=request.member, **typed)
        if following is None or following.due_on is None:
            return _("%(reference)s is done.") % {"reference": found.reference}
        said = {"reference": found.reference, "next": following.reference}
        return _("%(reference)s is done. The next one is %(next)s, due %(day)s.") % {
            **said,
            "day": day(following.due_on, request.user.locale),
        }

    return _act(request, found, form, "finish_form", done)


@require_POST
@needs(Can.WORK)
def task_reopening(request: OrganisationRequest, task: int) -> HttpResponse:
    """Reopen a finished task with the reason."""
    found = task_or_404(request.organisation, task)

    def reopen(typed: dict[str, Any]) -> str:
        found.reopen(reason=typed["reason"], by=request.member)
        return _("%(reference)s is open again.") % {"reference": found.reference}

    return _act(request, found, ReopenForm(request.POST, auto_id="reopen_%s"), "reopen_form", reopen)


@require_POST
@needs(Can.WORK)
def task_owner(request: OrganisationRequest, task: int) -> HttpResponse:
    """Give the work to somebody else."""
    found = task_or_404(request.organisation, task)
    form = HandOverForm(request.POST, organisation=request.organisation, auto_id="owner_%s")

    def give(typed: dict[str, Any]) -> str:
        hand_over(found.read_at(typed["version"]), typed["owner"], by=request.member, note=typed["note"])
        return _("Handed over.")

    return _act(request, found, form, "owner_form", give)


@require_POST
@needs(Can.WORK)
def task_date(request: OrganisationRequest, task: int) -> HttpResponse:
    """Set another date."""
    found = task_or_404(request.organisation, task)

    def reschedule(typed: dict[str, Any]) -> str:
        found.read_at(typed["version"]).reschedule(typed["due_on"], by=request.member)
        return _("Saved.")

    return _act(request, found, DateForm(request.POST, auto_id="date_%s"), "date_form", reschedule)


@require_POST
@needs(Can.WORK)
def task_steps(request: OrganisationRequest, task: int) -> HttpResponse:
    """Tick a step of the checklist, or take the tick away."""
    found = task_or_404(request.organisation, task)
    form = StepForm(request.POST)

    def tick(typed: dict[str, Any]) -> str:
        found.tick(typed["place"], typed["text"], done=typed["done"], by=request.member)
        return ""

    return _act(request, found, form, "step_form", tick)


def _act(
    request: OrganisationRequest,
    found: Task,
    form: forms.Form,
    name: str,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Do one act on a task with what was typed; show a refusal in its own form."""
    found.require(request.member)
    if form.is_valid():
        with refusals_in(form):
            said = act(dict(form.cleaned_data))
            if said:
                messages.success(request, said)
            return back(request, "task", found.number)
    return _page(request, task_or_404(request.organisation, found.number), **{name: form})


def _page(request: OrganisationRequest, found: Task, **refused: forms.Form) -> HttpResponse:
    known: dict[str, Any] = {
        name: getattr(found, name) for name in ("title", "note", "priority", "repeat", "repeat_months", "version")
    }
    known["checklist"] = "\n".join(step["text"] for step in found.checklist)
    first = {"owner": found.owner_id, "due_on": found.due_on, "version": found.version}
    today, proofs = day_in(request.organisation.time_zone), proofs_of(found, request.member)
    context: dict[str, Any] = {
        "shown": task_page(found, request.member),
        "task": found,
        "is_overdue": found.is_overdue(today),
        "may_change": found.may_be_changed_by(request.member),
        "form": DescribeTaskForm(initial=known),
        "proofs": proofs,
        "finish_form": FinishForm(proofs=proofs.lines, auto_id="finish_%s"),
        "reopen_form": ReopenForm(auto_id="reopen_%s"),
        "owner_form": HandOverForm(initial=first, organisation=request.organisation, auto_id="owner_%s"),
        "date_form": DateForm(initial=first, auto_id="date_%s"),
        "step_form": None,
        "history": history_of(found),
        **refused,
    }
    return respond(request, page="tasks/task.html", context=context, status=422 if refused else 200)
