"""The life of a scope statement: draft, in review, approved, effective, superseded, withdrawn (4.3, 7.5)."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.people.rights import Can
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition


class ScopeState(models.TextChoices):
    """Where a version of the scope statement stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    EFFECTIVE = "effective", _("Effective")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ScopeNotEditable(RuleBroken):
    """A version that was approved or withdrawn is kept to be read; another scope is another version."""

    code = "scope-not-editable"


class ScopeNotDraft(RuleBroken):
    """Approval is requested or recorded of a draft."""

    code = "scope-not-draft"


class ScopeNotInReview(RuleBroken):
    """Only a version that was put before an approver is approved or returned."""

    code = "scope-not-in-review"


class ScopeNotApproved(RuleBroken):
    """Only a version that was approved takes effect, or is superseded."""

    code = "scope-not-approved"


class ScopeNotEffective(RuleBroken):
    """Only the version in force is reviewed."""

    code = "scope-not-effective"


class ScopeWithdrawn(RuleBroken):
    """A withdrawn version is kept to be read."""

    code = "scope-withdrawn"


OPEN: Final = (ScopeState.DRAFT, ScopeState.IN_REVIEW)
CURRENT: Final = (*OPEN, ScopeState.APPROVED, ScopeState.EFFECTIVE)
IN_FORCE: Final = (ScopeState.EFFECTIVE, ScopeState.SUPERSEDED)
"""States of versions that are or were in force; a withdrawn one may have been, too."""
_EDITS: Final = (
    ("edit", _("Edit"), _("The wording of the version is changed.")),
    ("cover", _("Edit sites and AI systems"), _("The sites and AI systems that the scope names are changed.")),
    ("consider", _("Edit context considered"), _("The factors and needs that shaped the scope are changed.")),
    ("set_activity", _("Set activity"), _("An activity of the scope is added or changed.")),
    ("set_interface", _("Set interface"), _("An interface of the scope is added or changed.")),
    ("set_outside", _("Set exclusion"), _("What lies outside the scope, and why, is added or changed.")),
    ("leave_out_system", _("Leave out AI system"), _("An AI system is left outside the scope, with a reason.")),
    ("remove_row", _("Remove row"), _("A row of the version is removed.")),
)


def _edits() -> Iterator[Transition]:
    """Yield each way to edit: a draft stays one, and a version in review becomes one again."""
    for act, label, sentence in _EDITS:
        for source, to in ((ScopeState.DRAFT, STAYS), (ScopeState.IN_REVIEW, ScopeState.DRAFT)):
            yield _row(
                act,
                (source,),
                to,
                label,
                sentence,
                refused=ScopeNotEditable,
                because=_("%(reference)s is no draft any more and cannot be changed."),
                way_out=_("Draft another version."),
            )


def _row(  # noqa: PLR0913 -- one argument for each column
    act: str,
    sources: tuple[str, ...],
    to: str,
    label: Any,
    sentence: Any,
    *,
    refused: type[RuleBroken],
    because: Any,
    way_out: Any = "",
    right: Can = Can.WORK,
) -> Transition:
    return Transition(
        act=act,
        sources=sources,
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=refused,
        because=because,
        way_out=way_out,
    )


LIFECYCLE: Final = Lifecycle(
    name="scope",
    label=_("Scope statement"),
    states=ScopeState,
    transitions=(
        Transition(
            act="draft",
            sources=(BEGINNING,),
            to=ScopeState.DRAFT,
            right=Can.MANAGE_AIMS,
            label=_("Draft version"),
            sentence=_("A new version is drafted; it starts from the version before it."),
        ),
        *_edits(),
        _row(
            "give",
            (*CURRENT, ScopeState.SUPERSEDED, ScopeState.WITHDRAWN),
            STAYS,
            _("Change owner"),
            _("The version gets another owner, or none."),
            refused=ScopeNotEditable,
            because=_("%(reference)s cannot be changed."),
        ),
        _row(
            "request_approval",
            (ScopeState.DRAFT,),
            ScopeState.IN_REVIEW,
            _("Request approval"),
            _("A member who may approve is asked to sign exactly this version."),
            refused=ScopeNotDraft,
            because=_("%(reference)s is no draft."),
        ),
        _row(
            "take_back",
            (ScopeState.IN_REVIEW,),
            ScopeState.DRAFT,
            _("Return to draft"),
            _("The request for approval is void, and the version is a draft again."),
            refused=ScopeNotInReview,
            because=_("%(reference)s is not in review."),
        ),
        _row(
            "give_back",
            (ScopeState.IN_REVIEW,),
            ScopeState.DRAFT,
            _("Request changes"),
            _("The approver requests changes, and the version is a draft again."),
            refused=ScopeNotInReview,
            because=_("%(reference)s is not in review."),
            right=Can.APPROVE,
        ),
        _row(
            "approve",
            (ScopeState.IN_REVIEW,),
            ScopeState.APPROVED,
            _("Approve"),
            _("The approver signs the version; where its day has come, it takes effect at once."),
            refused=ScopeNotInReview,
            because=_("%(reference)s is not in review."),
            right=Can.APPROVE,
        ),
        _row(
            "record_approval",
            (ScopeState.DRAFT,),
            ScopeState.APPROVED,
            _("Record approval given outside"),
            _("The version was approved outside the product: by whom, when, and where that can be seen."),
            refused=ScopeNotDraft,
            because=_("%(reference)s is no draft."),
            right=Can.MANAGE_AIMS,
        ),
        _row(
            "take_effect",
            (ScopeState.APPROVED,),
            ScopeState.EFFECTIVE,
            _("Put into effect now"),
            _("The version takes effect: on its day by itself, or earlier by an AIMS manager."),
            refused=ScopeNotApproved,
            because=_("%(reference)s does not wait to take effect."),
            right=Can.MANAGE_AIMS,
        ),
        _row(
            "supersede",
            (ScopeState.APPROVED, ScopeState.EFFECTIVE),
            ScopeState.SUPERSEDED,
            _("Supersede"),
            _("Another version takes its place from a day on; it stays readable."),
            refused=ScopeNotApproved,
            because=_("%(reference)s is not in force."),
            right=Can.MANAGE_AIMS,
        ),
        _row(
            "review",
            (ScopeState.EFFECTIVE,),
            STAYS,
            _("Record review"),
            _("The scope in force was reviewed, and the next review has a day."),
            refused=ScopeNotEffective,
            because=_("%(reference)s is not in force."),
            way_out=_("Review the version in force."),
        ),
        _row(
            "withdraw",
            (*CURRENT, ScopeState.SUPERSEDED),
            ScopeState.WITHDRAWN,
            _("Withdraw"),
            _("The version is withdrawn, with a reason; it stays readable."),
            refused=ScopeWithdrawn,
            because=_("%(reference)s is withdrawn already."),
            right=Can.MANAGE_AIMS,
        ),
    ),
)
