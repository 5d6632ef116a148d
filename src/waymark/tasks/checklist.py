"""The steps of a task: a short list of lines, each done or not. No data access."""

from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.core.errors import RuleBroken
from waymark.core.fields import LINE
from waymark.core.text import normal, one_line

MOST_STEPS = 50


class Step(TypedDict):
    """One step."""

    text: str
    done: bool


class StepsAreOpen(RuleBroken):
    """A task with open steps is finished only by somebody who says that they know of them."""

    code = "steps-open"


class NoSuchStep(RuleBroken):
    """The checklist has no such step, or it says something else by now."""

    code = "no-such-step"


def open_steps(steps: list[Step]) -> int:
    """Return how many steps are not done."""
    return sum(not step["done"] for step in steps)


def require_ticked(steps: list[Step], *, unless: bool) -> None:
    """Raise StepsAreOpen where a step is not done, unless somebody said that they know."""
    left = open_steps(steps)
    if left and not unless:
        raise StepsAreOpen(
            ngettext("%(n)d step is still open.", "%(n)d steps are still open.", left) % {"n": left},
            way_out=_("Tick the steps that are done, or confirm that the task ends with open steps."),
        )


def require_step(steps: list[Step], place: int, text: str) -> None:
    """Raise NoSuchStep where another step, or none, stands at a place."""
    if not 0 <= place < len(steps) or steps[place]["text"] != text:
        raise NoSuchStep(
            _("This step is no longer in the checklist."), way_out=_("Reload the page and check the list.")
        )


def steps_from(text: str, before: list[Step] | None = None) -> list[Step]:
    """Return a line of text for each step; a step that was done under the same words stays done.

    Raises ValidationError for too many lines, or a line that is too long or holds what no line may hold.
    """
    lines = [line for line in map(normal, text.splitlines()) if line]
    if len(lines) > MOST_STEPS:
        message = _("A checklist has at most %(most)d steps, and this one has %(given)d. Split it into several tasks.")
        raise ValidationError(message, code="checklist", params={"most": MOST_STEPS, "given": len(lines)})
    done = {step["text"] for step in before or () if step["done"]}
    steps = [Step(text=line, done=line in done) for line in lines]
    sound_steps(steps)
    return steps


def step_in_words(step: Any) -> str:
    """Return a step as a history shows it: its words, and a tick where it is done."""
    if not isinstance(step, dict) or not isinstance(step.get("text"), str):
        return "…"
    return f"{step['text']} ✓" if step.get("done") is True else str(step["text"])


def sound_steps(value: Any) -> None:
    """Refuse anything but a list of steps: what a form, an import or the console may store."""
    if not isinstance(value, list) or len(value) > MOST_STEPS:
        raise ValidationError(_("A checklist is a list of at most %(most)d steps.") % {"most": MOST_STEPS})
    for step in value:
        if not isinstance(step, dict) or set(step) != {"text", "done"} or not isinstance(step["done"], bool):
            raise ValidationError(_("Each step of a checklist needs a text and whether it is done."))
        text = step["text"]
        if not isinstance(text, str) or not 1 <= len(text) <= LINE:
            message = _("A step of a checklist has at most %(most)d characters.")
            raise ValidationError(message, code="checklist", params={"most": LINE})
        one_line(text)
