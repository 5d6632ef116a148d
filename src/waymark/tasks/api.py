"""Operations on tasks: each has the form, the act and the right of the page it mirrors."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from ninja import Router, Status

from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.forms import AcceptForm
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import OWNER, add_list, perform, row_out
from waymark.records.backing import lines_behind
from waymark.records.listing import reading_of
from waymark.records.picking import REFERENCE
from waymark.tasks.fetch import task_or_404
from waymark.tasks.forms import EditTaskForm, FinishForm, NewTaskForm, ReopenForm, RescheduleForm
from waymark.tasks.models.task import Task
from waymark.tasks.registers import TASKS, rows_with_about
from waymark.tasks.work import TaskDraft, create, finish
from waymark.work.owners import OwnerForm, give

router = Router(tags=["Tasks"])
_Row: Final = add_list(router, TASKS)
_TASK = "/tasks/{int:task}"
_PROOF = {"type": "string", "description": "The evidence that shows it, as evidence.evidence:57, if it is linked."}


@router.post(
    "/tasks",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(NewTaskForm, owner=OWNER, about=REFERENCE),
    url_name="tasks",
)
@api_needs(Can.WORK)
def create_task(request: OrganisationRequest) -> Status[Any]:
    """Make a task, about a record if one is named."""
    form = NewTaskForm(reader=request.member)
    made = perform(request, form, lambda typed: create(request.organisation, TaskDraft.of(typed), by=request.member))
    return _answer(request, made)


@router.get(_TASK, response=responses(ok=_Row), url_name="task")
@api_needs(Can.READ)
def show_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Show one task."""
    return _answer(request, task_or_404(request, task), status=200)


@router.post(
    f"{_TASK}/edit",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(EditTaskForm),
    url_name="task_edit",
)
@api_needs(Can.WORK)
def edit_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Correct what is to be done."""
    return _act(request, task, lambda _one: EditTaskForm(), lambda one, typed: one.edit(by=request.member, **typed))


@router.post(
    f"{_TASK}/owner",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(OwnerForm, owner=OWNER),
    url_name="task_owner",
)
@api_needs(Can.WORK)
def give_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Give the work to somebody else, or to nobody yet."""
    form = OwnerForm(reader=request.member)
    return _act(request, task, lambda _one: form, lambda one, typed: give(one, by=request.member, **typed))


@router.post(
    f"{_TASK}/date",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(RescheduleForm),
    url_name="task_date",
)
@api_needs(Can.WORK)
def reschedule_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Set another date."""
    return _act(
        request, task, lambda _one: RescheduleForm(), lambda one, typed: one.reschedule(by=request.member, **typed)
    )


@router.post(
    f"{_TASK}/start",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(AcceptForm),
    url_name="task_start",
)
@api_needs(Can.WORK)
def start_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Say that the work has begun."""
    found = task_or_404(request, task).require_changer(request.member)
    perform(request, AcceptForm(), lambda _typed: found.start(by=request.member))
    return _answer(request, found)


@router.post(
    f"{_TASK}/finish",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(FinishForm, evidence=_PROOF),
    url_name="task_finish",
)
@api_needs(Can.WORK)
def finish_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Finish a task with a note on what was done, or with evidence that is linked to it."""
    return _act(
        request,
        task,
        lambda one: FinishForm(proofs=lines_behind(request.member, [("tasks.task", one.pk)])),
        lambda one, typed: finish(one, by=request.member, finisher=request.member, **typed),
    )


@router.post(
    f"{_TASK}/reopening",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(ReopenForm),
    url_name="task_reopening",
)
@api_needs(Can.WORK)
def reopen_task(request: OrganisationRequest, task: int) -> Status[Any]:
    """Reopen a finished task with the reason."""
    return _act(request, task, lambda _one: ReopenForm(), lambda one, typed: one.reopen(by=request.member, **typed))


def _act(
    request: OrganisationRequest,
    number: int,
    form: Callable[[Task], forms.Form],
    act: Callable[[Task, dict[str, Any]], object],
) -> Status[Any]:
    found = task_or_404(request, number).require_changer(request.member)
    perform(request, form(found), lambda typed: act(found, typed), record=found)
    return _answer(request, task_or_404(request, number))


def _answer(request: OrganisationRequest, found: Task, *, status: int = 201) -> Status[Any]:
    (row,) = rows_with_about([found], reading_of(request.member))
    return Status(status, row_out(TASKS, row))
