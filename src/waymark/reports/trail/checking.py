"""Holding an uploaded checkpoint against today's chain of one organisation."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.forms import PlainForm
from waymark.people.models.organisation import Organisation
from waymark.trail.checkpoint import LARGEST, Checkpoint, CheckpointUnreadable, Comparison, compare, read
from waymark.trail.models import Head
from waymark.trail.verification import Verified, verify

WALKED = 200_000
"""Longer chains are walked at the console only: a page should not wait for minutes."""


class ForeignCheckpoint(RuleBroken):
    """The checkpoint is one of another chain."""

    code = "checkpoint-of-another"


class CheckpointForm(PlainForm):
    """The file of a checkpoint that was handed out earlier."""

    file = forms.FileField(
        label=_("Checkpoint"),
        help_text=_("The original file, such as alpha-checkpoint-373.json."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        max_length=1000,
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> Checkpoint:
        """Read the checkpoint; say what is wrong with anything else."""
        try:
            return read(self.cleaned_data["file"].read(LARGEST + 1))
        except CheckpointUnreadable as refused:
            raise ValidationError(f"{refused.message} {refused.way_out}", code=refused.code) from refused


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: the checkpoint beside the chain, and the chain itself where it was walked."""

    comparison: Comparison
    chain: Verified | None

    @property
    def is_good(self) -> bool:
        """Return whether everything agrees."""
        return self.comparison.is_good and (self.chain is None or self.chain.is_sound)


def check(organisation: Organisation, checkpoint: Checkpoint) -> Checked:
    """Hold a checkpoint against the chain, and walk the chain. Raises ForeignCheckpoint for another organisation's."""
    if checkpoint.statement.organisation != organisation.pk:
        raise ForeignCheckpoint(
            _("This checkpoint is not one of %(name)s.") % {"name": organisation.name},
            way_out=_("Choose a checkpoint file of this organisation."),
        )
    length = Head.objects.filter(organisation_id=organisation.pk).values_list("seq", flat=True).first() or 0
    return Checked(compare(checkpoint), verify(organisation.pk) if length <= WALKED else None)


def refused(form: Any, broken: RuleBroken) -> None:
    """Show a refusal beside the file."""
    form.add_error("file", f"{broken.message} {broken.way_out}")
