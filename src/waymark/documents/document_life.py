"""The life cycle of a document: it is kept up to date until it is replaced or withdrawn."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.documents.choices import DocumentState
from waymark.documents.refusals import DocumentClosed, VersionOpen
from waymark.people.rights import Can
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition


def no_version_on_its_way(document: Any) -> RuleBroken | None:
    """Refuse a second version on the way to being in force."""
    found = document.open_version
    if found is None:
        return None
    return VersionOpen(
        _("%(version)s of %(reference)s is %(state)s already.")
        % {
            "version": found.called,
            "reference": document.reference,
            "state": str(found.get_state_display()).lower(),
        },
        way_out=_("Continue that version, or withdraw it."),
    )


def _while_current(act: str, label: Any, sentence: Any, to: str = STAYS, *, right: Can = Can.WORK) -> Transition:
    return Transition(
        act=act,
        sources=(DocumentState.CURRENT,),
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=DocumentClosed,
        because=_("%(reference)s was replaced or withdrawn and cannot be changed."),
        way_out=_("Add another document."),
        guard=no_version_on_its_way if act == "draft" else None,
    )


LIFECYCLE: Final = Lifecycle(
    name="document",
    label=_("Document"),
    states=DocumentState,
    transitions=(
        Transition(
            act="add",
            sources=(BEGINNING,),
            to=DocumentState.CURRENT,
            right=Can.WORK,
            label=_("Add document"),
            sentence=_("A document is added with its first draft."),
        ),
        _while_current("draft", _("New version"), _("Another version is drafted; it starts as the one in force.")),
        _while_current("edit", _("Edit"), _("Title, items, access, review or retention are changed.")),
        _while_current("give", _("Change owner"), _("The document gets another owner, or none.")),
        _while_current("review", _("Record review"), _("Somebody has looked whether the version in force still fits.")),
        _while_current(
            "replace",
            _("Replace"),
            _("Another document takes its place, with a reason."),
            DocumentState.REPLACED,
        ),
        _while_current(
            "withdraw",
            _("Withdraw"),
            _("The document is needed no longer, with a reason."),
            DocumentState.WITHDRAWN,
        ),
    ),
)
