"""Operations on tasks: each has the form, the act and the right of the page it mirrors."""

from typing import Any, Final

from ninja import Router, Status

from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, perform, row_out
from waymark.records.picking import REFERENCE
from waymark.tasks.acts.task import ACTS
from waymark.tasks.forms import NewTaskForm
from waymark.tasks.registers import TASKS
from waymark.tasks.work import TaskDraft, create
from waymark.work.owners import OWNER

router = Router(tags=["Tasks"])
_Row: Final = add_list(router, TASKS)


@router.post(
    "/tasks",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(NewTaskForm, owner=OWNER, about=REFERENCE),
    url_name="tasks",
)
@api_needs(Can.WORK)
def create_task(request: OrganisationRequest) -> Status[Any]:
    """Create a task, about a record if given."""
    form = NewTaskForm(reader=request.member)
    made = perform(request, form, lambda typed: create(request.organisation, TaskDraft.of(typed), by=request.member))
    return Status(201, row_out(TASKS, ACTS.row_of(made, request.member)))


add_acts(router, ACTS, _Row)
