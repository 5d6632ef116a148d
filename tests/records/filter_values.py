"""What the tests of registers ask each filter for."""

from collections.abc import Iterator
from typing import Any

from django import forms

from waymark.conformity.models.standing import Standing
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.member import Member
from waymark.records.picking import RecordField


def values_of(one: Any, reader: Member) -> Iterator[str]:
    """Yield what a filter may be asked for: every choice, or words that are there and words that are not."""
    found = one.field(reader)
    if isinstance(found, forms.ChoiceField):
        choices: Any = found.choices
        yield from (str(value) for value, _label in choices if str(value))
    elif isinstance(found, forms.BooleanField):
        yield "on"
    elif isinstance(found, RecordField):
        links = EvidenceLink.objects.of(reader.organisation).filter(kind="conformity.standing")
        asked = {*links.values_list("record_id", flat=True), *Standing.objects.values_list("pk", flat=True)[:3]}
        yield from (f"requirement:{pk}" for pk in sorted(asked))
    elif isinstance(found, forms.DateField):
        yield from ("2026-01-01", "2199-12-31")
    else:
        yield from ("1", "e", "E", "%", "_", "is not there")
