"""What can be done with a task that is there; a new one stands on its own, for it looks for what it is about."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.dates import day
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records.acts import RecordAct, RecordActs, Typed
from waymark.records.backing import lines_behind
from waymark.records.registers import Reading
from waymark.tasks.forms import EditTaskForm, FinishForm, MoveForm, ReopenForm, RescheduleForm, StepForm
from waymark.tasks.models.task import LIFECYCLE, Task
from waymark.tasks.registers import TASKS
from waymark.tasks.work import finish
from waymark.work.owners import giving

_OPEN_STEPS = {"type": "boolean", "description": "Whether the task ends although steps of its checklist are open."}
_PROOF = {"type": "string", "description": "The evidence, such as evidence.evidence:57, if any."}


def _steps(one: Task, _reading: Reading) -> dict[str, Any]:
    return {"checklist": "\n".join(step["text"] for step in one.checklist), "steps": one.checklist}


def _finish(one: Task, typed: Typed, by: Any) -> Task | None:
    return finish(one, by=by, finisher=by if isinstance(by, Member) else None, version=one.version, **typed)


def _finished(one: Task, following: Task | None, reader: Reader) -> str:
    if following is None or following.due_on is None:
        return _("%(reference)s is done.") % {"reference": one.reference}
    locale = reader.user.locale if isinstance(reader, Member) and reader.user is not None else ""
    return _("%(reference)s is done. The next one is %(next)s, due %(day)s.") % {
        "reference": one.reference,
        "next": following.reference,
        "day": day(following.due_on, locale) if locale else following.due_on.isoformat(),
    }


ACTS: Final[RecordActs[Task]] = RecordActs(
    model=Task,
    register=TASKS,
    lifecycle=LIFECYCLE,
    acts=(
        RecordAct(
            name="start",
            path="start",
            form=MoveForm,
            do=lambda one, _typed, by: one.start(by=by),
            done=lambda _one, _result, _reader: "",
        ),
        RecordAct(
            name="put_back",
            path="back",
            form=MoveForm,
            do=lambda one, _typed, by: one.put_back(by=by),
            done=lambda _one, _result, _reader: "",
        ),
        RecordAct(
            name="finish",
            path="finish",
            form=FinishForm,
            given=lambda one, reader: {
                "proofs": lines_behind(reader, [("tasks.task", one.pk)]),
                "open_steps": one.steps_open,
            },
            do=_finish,
            done=_finished,
            described={"evidence": _PROOF, "with_open_steps": _OPEN_STEPS},
        ),
        RecordAct(
            name="tick",
            path="steps",
            form=StepForm,
            do=lambda one, typed, by: one.tick(by=by, **typed),
            done=lambda _one, _result, _reader: "",
        ),
        RecordAct(
            name="edit",
            path="edit",
            form=EditTaskForm,
            kept=("title", "note", "done_when", "priority", "repeat", "repeat_months"),
            first=_steps,
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=gettext_lazy("Save"),
        ),
        RecordAct(
            name="reopen",
            path="reopening",
            form=ReopenForm,
            do=lambda one, typed, by: one.reopen(by=by, **typed),
            done=lambda one, _result, _reader: _("%(reference)s is open again.") % {"reference": one.reference},
        ),
        giving(),
        RecordAct(
            name="reschedule",
            path="date",
            form=RescheduleForm,
            kept=("due_on",),
            do=lambda one, typed, by: one.reschedule(by=by, **typed),
        ),
    ),
)
