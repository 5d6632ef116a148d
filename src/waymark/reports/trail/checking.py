"""Holding an uploaded checkpoint against today's chain of one organisation."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.forms import PlainForm
from waymark.people.models.organisation import Organisation
from waymark.trail.checkpoint import LARGEST, Checkpoint, Comparison, Signature, as_base64, compare, origin, read
from waymark.trail.comparison import RecordFinding, compare_records
from waymark.trail.models import Head
from waymark.trail.notes import key_id, verifier_key
from waymark.trail.signing import public_key
from waymark.trail.statements import CheckpointUnreadable
from waymark.trail.verification import Verified, verify
from waymark.trail.words import kind_label

WALKED = 200_000
"""Longer chains are walked at the console only: a page should not wait for minutes."""
SHOWN = 100
"""How many records that differ a page names."""
_LONGEST = 120
"""Seconds after which a comparison that was killed no longer keeps the next one waiting."""


class ForeignCheckpoint(RuleBroken):
    """The checkpoint is one of another chain."""

    code = "checkpoint-of-another"


class ComparisonRunning(RuleBroken):
    """The records of the organisation are being compared already."""

    code = "comparison-running"


class CheckpointForm(PlainForm):
    """The file of a checkpoint that was handed out earlier."""

    file = forms.FileField(
        label=_("Checkpoint"),
        help_text=_("The original file, such as alpha-checkpoint-373.txt."),
        widget=forms.FileInput(attrs={"accept": ".txt,.json,text/plain,application/json"}),
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
    """What was found: whose the checkpoint is, and how it stands beside the chain, which is walked if it is short."""

    checkpoint: Checkpoint
    signature: Signature
    comparison: Comparison | None = None
    chain: Verified | None = None

    @property
    def is_good(self) -> bool:
        """Return whether everything agrees that was looked at, the checkpoint at least."""
        is_contained = self.comparison is not None and self.comparison.is_good
        return is_contained and (self.chain is None or self.chain.is_sound)

    @property
    def root(self) -> str:
        """Return the root that the checkpoint names, as it writes it; empty in the earlier form."""
        raw = self.checkpoint.statement.root
        return as_base64(raw) if raw else ""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """The key that signs checkpoints of one chain, in the forms that people and programs compare."""

    fingerprint: str
    key_id: str
    verifier_key: str


def key_of(organisation: Organisation) -> KnownKey:
    """Return the key that signs checkpoints of an organisation."""
    name, key = origin(organisation.pk), public_key()
    return KnownKey(key.fingerprint, key_id(name, key.raw).hex(), verifier_key(name, key.raw))


@dataclass(frozen=True, slots=True)
class DifferingRecord:
    """A record that disagrees with its chain, by kind and key only: some readers may not know what it is called."""

    kind: str
    key: int
    difference: str
    columns: tuple[str, ...]
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedRecords:
    """The records of an organisation held against its chain; both are None where the chain is too long for a page."""

    chain: Verified | None
    records: tuple[DifferingRecord, ...] = ()
    has_more: bool = False

    @property
    def is_good(self) -> bool:
        """Return whether the chain is sound and every record is as it says."""
        return self.chain is not None and self.chain.is_sound and not self.records


def compare_with_chain(organisation: Organisation) -> ComparedRecords:
    """Walk the chain of an organisation, and hold each record against what can be read of it.

    Raises ComparisonRunning while somebody else has it done: it keeps a processor busy for seconds.
    """
    if length_of_chain(organisation) > WALKED:
        return ComparedRecords(None)
    turn = f"comparing-records-{organisation.pk}"
    if not cache.add(turn, 1, timeout=_LONGEST):
        raise ComparisonRunning(
            _("The records of this organisation are being compared already."),
            way_out=_("Wait a few seconds and try again."),
        )
    try:
        chain = verify(organisation.pk)
        found = [_differing(one) for one in islice(compare_records(organisation.pk), SHOWN + 1)]
    finally:
        cache.delete(turn)
    return ComparedRecords(chain, tuple(found[:SHOWN]), len(found) > SHOWN)


def _differing(one: RecordFinding) -> DifferingRecord:
    names = tuple(column.name for column in one.columns)
    return DifferingRecord(kind_label(one.kind), one.record_id, str(one.difference.label), names, one.entries)


def check(organisation: Organisation, checkpoint: Checkpoint) -> Checked:
    """Hold a checkpoint against the chain, and walk the chain. Raises ForeignCheckpoint for another organisation's."""
    if checkpoint.statement.organisation != organisation.pk:
        raise ForeignCheckpoint(
            _("This checkpoint is not one of %(name)s.") % {"name": organisation.name},
            way_out=_("Choose a checkpoint file of this organisation."),
        )
    if length_of_chain(organisation) > WALKED:
        # One of the earlier form names a single entry, which is found at once.
        return Checked(checkpoint, checkpoint.signed_by, compare(checkpoint) if checkpoint.earlier else None)
    compared = compare(checkpoint)
    return Checked(checkpoint, compared.signature, compared, verify(organisation.pk))


def length_of_chain(organisation: Organisation) -> int:
    """Return how many entries the chain has."""
    return Head.objects.filter(organisation_id=organisation.pk).values_list("seq", flat=True).first() or 0


def refused(form: Any, broken: RuleBroken) -> None:
    """Show a refusal beside the file."""
    form.add_error("file", f"{broken.message} {broken.way_out}")
