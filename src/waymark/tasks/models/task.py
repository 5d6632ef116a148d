"""Work with an owner and a date, about any record."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.tasks.checklist import Step, open_steps, require_step, require_ticked, sound_steps, step_in_words
from waymark.tasks.choices import Origin, Priority, Progress
from waymark.tasks.events import TaskEvent
from waymark.tasks.repeats import LAST_DAY, MOST_MONTHS, Repeat
from waymark.trail.actors import Acts

SOON = dt.timedelta(days=7)


class TaskIsDone(RuleBroken):
    """A finished task stays as it was finished, until somebody reopens it with a reason."""

    code = "task-done"


class TaskIsOpen(RuleBroken):
    """Only what was finished can be reopened."""

    code = "task-open"


class TaskNotBegun(RuleBroken):
    """Only a task in progress can move back to To do."""

    code = "task-not-begun"


class NotYourTask(RuleBroken):
    """Whoever does not manage the AIMS changes only their own tasks."""

    code = "not-your-task"


class NothingToShow(RuleBroken):
    """Work is finished with a note on what was done, or with evidence; a bare tick proves nothing."""

    code = "nothing-to-show"


def _while_open(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=(Progress.TO_DO, Progress.IN_PROGRESS),
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=TaskIsDone,
        because=_("%(reference)s is already finished."),
        way_out=_("Reopen it with a reason if there is more to do."),
    )


LIFECYCLE: Final = Lifecycle(
    name="task",
    label=_("Task"),
    states=Progress,
    transitions=(
        Transition(
            act="create",
            sources=(BEGINNING,),
            to=Progress.TO_DO,
            right=Can.WORK,
            label=_("New task"),
            sentence=_("A task is created."),
        ),
        _while_open("start", _("Start"), _("Work has started."), Progress.IN_PROGRESS),
        _while_open("tick", _("Complete step"), _("A step of the checklist is done; the first one starts the task.")),
        _while_open("edit", _("Edit"), _("The details of the task are changed.")),
        _while_open("give", _("Change owner"), _("The task gets another owner, or none.")),
        _while_open("reschedule", _("Set due date"), _("The task gets another due date.")),
        _while_open("finish", _("Done"), _("The task is done, with a note or evidence."), Progress.DONE),
        Transition(
            act="put_back",
            sources=(Progress.IN_PROGRESS,),
            to=Progress.TO_DO,
            right=Can.WORK,
            label=_("Move back to To do"),
            sentence=_("Work has not started after all."),
            refused=TaskNotBegun,
            because=_("%(reference)s is not in progress."),
            way_out=_("Only a task in progress can move back to To do."),
        ),
        Transition(
            act="reopen",
            sources=(Progress.DONE,),
            to=Progress.IN_PROGRESS,
            right=Can.WORK,
            label=_("Reopen"),
            sentence=_("The task is open again, with a reason."),
            refused=TaskIsOpen,
            because=_("%(reference)s is not finished."),
        ),
    ),
)


class TaskQuerySet(OwnedQuerySet["Task"]):
    """Questions about tasks."""

    def open(self) -> Self:
        """Return those that are not done."""
        return self.exclude(state=Progress.DONE)

    def done(self) -> Self:
        """Return those that are done."""
        return self.filter(state=Progress.DONE)

    def to_hand_over(self) -> Self:
        """Return the open ones; who did the others is history."""
        return self.open()

    def overdue(self, today: dt.date) -> Self:
        """Return the open ones whose date has passed."""
        return self.open().filter(due_on__lt=today)

    def about(self, kind: str, keys: Any) -> Self:
        """Return those about some records of one kind."""
        return self.filter(about_kind=kind, about_id__in=keys)

    def about_any(self, records: Iterable[tuple[str, int]]) -> Self:
        """Return those about any of the records, given by kind and key."""
        keys: dict[str, list[int]] = {}
        for kind, key in records:
            keys.setdefault(kind, []).append(key)
        which = models.Q(pk__in=[])
        for kind, some in keys.items():
            which |= models.Q(about_kind=kind, about_id__in=some)
        return self.filter(which)

    def counted(self, today: dt.date) -> dict[str, int]:
        """Return how many are open, done, overdue and due within a week; one query."""
        is_open = ~models.Q(state=Progress.DONE)
        return self.aggregate(
            open=models.Count("pk", filter=is_open),
            done=models.Count("pk", filter=models.Q(state=Progress.DONE)),
            overdue=models.Count("pk", filter=is_open & models.Q(due_on__lt=today)),
            soon=models.Count("pk", filter=is_open & models.Q(due_on__range=(today, today + SOON))),
        )

    def overdue_and_after(self, today: dt.date, target: dt.date | None) -> tuple[int, int]:
        """Return how many open ones are overdue, and how many are due after a target; one query."""
        overdue = models.Q(due_on__lt=today)
        after = models.Q(due_on__gt=target) if target is not None else models.Q(pk__in=[])
        # By the states that are open, so that an index leads to the days.
        asked = self.filter(overdue | after, state__in=(Progress.TO_DO, Progress.IN_PROGRESS))
        counts = asked.aggregate(overdue=models.Count("pk", filter=overdue), after=models.Count("pk", filter=after))
        return counts["overdue"], counts["after"]

    def overdue_and_next(self, today: dt.date) -> tuple[int, dt.date | None]:
        """Return how many open ones are overdue, and the next day on which one is due; one query."""
        found = self.open().aggregate(
            overdue=models.Count("pk", filter=models.Q(due_on__lt=today)),
            next=models.Min("due_on", filter=models.Q(due_on__gte=today)),
        )
        return found["overdue"], found["next"]

    def most_pressing_first(self) -> Self:
        """Return the gravest first, then by date; what has no date comes last."""
        return self.order_by("priority", models.F("due_on").asc(nulls_last=True), "number")

    def open_first(self) -> Self:
        """Return the open ones as `most_pressing_first`, then those that are done."""
        is_done = models.Case(models.When(state=Progress.DONE, then=1), default=0)
        return self.order_by(is_done, "priority", models.F("due_on").asc(nulls_last=True), "number")


class Task(Governed, Owned):
    """One piece of work. What it is about, and what it was finished with, are named by kind and key."""

    title = LineField(verbose_name=_("title"))
    note = ProseField(blank=True, default="", verbose_name=_("note"))
    done_when = ProseField(max_length=2000, blank=True, default="", verbose_name=_("done when"))
    about_kind = models.CharField(max_length=80, blank=True, default="", verbose_name=_("kind of record"))
    about_id = models.BigIntegerField(null=True, blank=True, verbose_name=_("record"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("due"))
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.MEDIUM, verbose_name=_("priority"))
    checklist = models.JSONField(default=list, blank=True, validators=[sound_steps], verbose_name=_("checklist"))
    repeat = models.CharField(max_length=12, choices=Repeat, default=Repeat.NONE, verbose_name=_("repeats"))
    repeat_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        verbose_name=_("months after completion"),
    )
    anchor_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("first date"))
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.PERSON, editable=False, verbose_name=_("came from")
    )
    state = models.CharField(
        max_length=11, choices=Progress, default=Progress.TO_DO, editable=False, verbose_name=_("state")
    )
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("follows")
    )
    finished_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("finished on"))
    finished_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("finished by")
    )
    finished_note = ProseField(max_length=2000, blank=True, default="", verbose_name=_("what was done"))
    finished_with_kind = models.CharField(max_length=80, blank=True, default="", verbose_name=_("kind of evidence"))
    finished_with_id = models.BigIntegerField(null=True, blank=True, verbose_name=_("evidence"))

    labels: ClassVar = {"about_id": _("About"), "finished_with_id": _("Finished with")}
    vocabulary: ClassVar = {"checklist": step_in_words}
    pointers: ClassVar = {"about_id": "about_kind", "finished_with_id": "finished_with_kind"}
    prefix = "TASK"
    owner_event = TaskEvent.HANDED_OVER
    lifecycle: ClassVar = LIFECYCLE
    objects = TaskQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("task")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            # However often somebody presses the button, a finished task is followed once.
            models.UniqueConstraint(fields=["follows"], name="tasks_task_followed_once"),
            models.UniqueConstraint(
                fields=["organisation", "about_kind", "about_id"],
                condition=models.Q(origin=Origin.GAP) & ~models.Q(state=Progress.DONE),
                name="tasks_task_gap_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=Progress.DONE, finished_on__isnull=False)
                | (~models.Q(state=Progress.DONE) & models.Q(finished_on=None)),
                name="tasks_task_finished_on",
            ),
            models.CheckConstraint(
                condition=models.Q(about_kind="", about_id=None)
                | (~models.Q(about_kind="") & models.Q(about_id__isnull=False)),
                name="tasks_task_about",
            ),
            models.CheckConstraint(condition=models.Q(priority__range=(1, 4)), name="tasks_task_priority"),
            models.CheckConstraint(condition=~models.Q(title=""), name="tasks_task_title"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "owner", "state", "due_on"], name="tasks_task_owed"),
            models.Index(fields=["organisation", "state", "due_on"], name="tasks_task_due"),
            models.Index(fields=["organisation", "about_kind", "about_id"], name="tasks_task_about"),
        ]

    def edit(  # noqa: PLR0913 -- one argument per thing that is known about a task
        self,
        *,
        title: str,
        note: str,
        done_when: str,
        priority: int,
        checklist: list[Step],
        repeat: str,
        repeat_months: int | None,
        by: Acts,
    ) -> None:
        """Correct what is to be done and what shows it, how much it matters, its steps, and whether it comes back."""
        LIFECYCLE.require(self, "edit")
        self.title, self.note, self.priority = normal(title), normal(note), priority
        self.done_when = normal(done_when)
        self.checklist, self.repeat = checklist, repeat
        self.repeat_months = repeat_months if repeat == Repeat.AFTER else None
        self.commit(TaskEvent.DESCRIBED, by=by)

    def start(self, *, by: Acts) -> None:
        """Say that the work has begun."""
        LIFECYCLE.require(self, "start")
        if self.state == Progress.TO_DO:
            self.state = Progress.IN_PROGRESS
            self.commit(TaskEvent.STARTED, by=by)

    def put_back(self, *, by: Acts) -> None:
        """Say that the work has not begun after all."""
        LIFECYCLE.require(self, "put_back")
        self.state = Progress.TO_DO
        self.commit(TaskEvent.PUT_BACK, by=by)

    def tick(self, place: int, text: str, *, done: bool, by: Acts) -> None:
        """Tick a step, or take the tick away; the words make sure that it is the step that was meant."""
        LIFECYCLE.require(self, "tick")
        require_step(self.checklist, place, text)
        steps = [dict(step) for step in self.checklist]
        if steps[place]["done"] == done:
            return
        steps[place]["done"] = done
        self.checklist = steps
        if done and self.state == Progress.TO_DO:
            self.state = Progress.IN_PROGRESS
        self.commit(TaskEvent.TICKED, by=by, note=text)

    def reschedule(self, due_on: dt.date | None, *, by: Acts) -> None:
        """Set another date; dates that repeat are counted from this one on."""
        LIFECYCLE.require(self, "reschedule")
        if self.due_on != due_on:
            self.due_on = self.anchor_on = due_on
            self.commit(TaskEvent.RESCHEDULED, by=by)

    def finish(
        self,
        *,
        on: dt.date,
        by: Acts,
        finisher: Member | None,
        note: str = "",
        evidence: tuple[str, int] | None = None,
        with_open_steps: bool = False,
    ) -> None:
        """End the work, with a note on what was done or with evidence; `with_open_steps` where steps are left open."""
        LIFECYCLE.require(self, "finish")
        require_ticked(self.checklist, unless=with_open_steps)
        if not note.strip() and evidence is None:
            raise NothingToShow(
                _("Describe in a few words what was done, or choose the evidence."),
                way_out=_("An auditor may read it later; one sentence is enough."),
            )
        self.state, self.finished_on, self.finished_by = Progress.DONE, on, finisher
        self.finished_note = normal(note)
        self.finished_with_kind, self.finished_with_id = evidence or ("", None)
        self.commit(TaskEvent.FINISHED, by=by, note=self.finished_note)

    def reopen(self, *, reason: str, by: Acts) -> None:
        """Say that it was not done after all; the trail keeps how it had been finished."""
        LIFECYCLE.require(self, "reopen")
        self.state, self.finished_on, self.finished_by = Progress.IN_PROGRESS, None, None
        self.finished_note, self.finished_with_kind, self.finished_with_id = "", "", None
        self.commit(TaskEvent.REOPENED, by=by, note=normal(reason))

    @property
    def is_open(self) -> bool:
        """Return whether there is something left to do."""
        return self.state != Progress.DONE

    @property
    def is_done(self) -> bool:
        """Return whether it is finished."""
        return self.state == Progress.DONE

    @property
    def about(self) -> tuple[str, int] | None:
        """Return kind and key of what it is about."""
        return (self.about_kind, self.about_id) if self.about_id is not None else None

    @property
    def finished_with(self) -> tuple[str, int] | None:
        """Return kind and key of the evidence it was finished with."""
        return (self.finished_with_kind, self.finished_with_id) if self.finished_with_id is not None else None

    @property
    def steps_done(self) -> int:
        """Return how many steps are ticked."""
        return len(self.checklist) - self.steps_open

    @property
    def steps_open(self) -> int:
        """Return how many steps are not ticked."""
        return open_steps(self.checklist)

    @property
    def repeats(self) -> bool:
        """Return whether it comes back."""
        return self.repeat != Repeat.NONE

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether its date has passed and it is not done."""
        return self.is_open and self.due_on is not None and self.due_on < today

    def is_due_soon(self, today: dt.date) -> bool:
        """Return whether it is due within a week."""
        return self.is_open and self.due_on is not None and today <= self.due_on <= min(today, LAST_DAY - SOON) + SOON

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: their own, what nobody owns yet, or all for who manages the AIMS."""
        return super().may_be_changed_by(reader) or (reader.can(Can.WORK) and self.owner_id is None)

    def require_changer(self, reader: Reader) -> Self:
        """Return the task itself. Raises NotYourTask unless the reader may change it."""
        if not self.may_be_changed_by(reader):
            raise NotYourTask(
                _("%(reference)s belongs to someone else.") % {"reference": self.reference},
                way_out=_("Ask its owner or an AIMS manager."),
            )
        return self
