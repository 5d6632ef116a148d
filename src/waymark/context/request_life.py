"""The life cycle of a request for an AI system: filed by anyone, settled by a named person, with a reason."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.request_choices import RequestState
from waymark.core.errors import RuleBroken
from waymark.people.rights import Can
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition

OPEN: Final = (RequestState.WAITING, RequestState.ASKED)


class RequestClosed(RuleBroken):
    """A settled request is a record of what was decided."""

    code = "system-request-closed"


class NothingAsked(RuleBroken):
    """Only a question is answered."""

    code = "nothing-asked"


class IntoItself(RuleBroken):
    """A request is merged into something else."""

    code = "into-itself"


class OneTarget(RuleBroken):
    """A request is merged into one AI system, or into one other request."""

    code = "one-target"
    field = "system"


def _while_open(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=OPEN,
        to=to,
        right=Can.MANAGE_AIMS,
        label=label,
        sentence=sentence,
        refused=RequestClosed,
        because=_("%(reference)s is already closed."),
        way_out=_("Propose the AI system again if something has changed."),
    )


LIFECYCLE: Final = Lifecycle(
    name="system-request",
    label=_("Request for an AI system"),
    states=RequestState,
    transitions=(
        Transition(
            act="propose",
            sources=(BEGINNING,),
            to=RequestState.WAITING,
            right=Can.READ,
            label=_("Propose AI system"),
            sentence=_("Anyone in the organisation proposes an AI system or a use of AI."),
        ),
        _while_open(
            "ask", _("Request information"), _("More information is requested, with a question."), RequestState.ASKED
        ),
        Transition(
            act="answer",
            sources=(RequestState.ASKED,),
            to=RequestState.WAITING,
            right=Can.READ,
            label=_("Answer"),
            sentence=_("The question is answered by the person who proposed it."),
            refused=NothingAsked,
            because=_("No question is open on %(reference)s."),
        ),
        _while_open("give", _("Assign"), _("A person decides on the request.")),
        _while_open(
            "take_in",
            _("Add to inventory"),
            _("An AI system is added to the inventory out of the request."),
            RequestState.TAKEN_IN,
        ),
        _while_open(
            "merge",
            _("Merge"),
            _("The request is about an AI system of the inventory, or the same as another request."),
            RequestState.MERGED,
        ),
        _while_open("decline", _("Decline"), _("The request is declined, with a reason."), RequestState.DECLINED),
    ),
)
