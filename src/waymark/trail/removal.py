"""The one sanctioned deletion: a demo organisation, whole. The database allows it for sample chains only."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

from waymark.trail.models import Entry, Head


def remove_sample(
    organisation: models.Model, kinds: Sequence[type[models.Model]], *, before: Sequence[models.QuerySet[Any]] = ()
) -> int:
    """Delete every row of the given kinds that belongs to a demo organisation, its chain, and itself.

    `kinds` come with those that point at others first; `before` are rows of other tables that point at them.
    Returns how many rows were deleted. The caller has made sure that it is a demo; the database's own guards refuse
    everything else.
    """
    with transaction.atomic():
        deleted = sum(_delete(others.model, pk__in=list(others.values_list("pk", flat=True))) for others in before)
        deleted += sum(_delete(kind, organisation_id=organisation.pk) for kind in kinds)
        deleted += _delete(Entry, organisation_id=organisation.pk)
        deleted += _delete(type(organisation), pk=organisation.pk)
        deleted += _delete(Head, organisation_id=organisation.pk)
    return deleted


def _delete(kind: type[models.Model], **which: Any) -> int:
    # No cascade and no signals: what is left over shall be refused by its foreign key, not swept away.
    rows = kind._base_manager.filter(**which)  # noqa: SLF001 -- Django's documented name
    return rows._raw_delete(rows.db) or 0  # noqa: SLF001 -- Django's own way without cascade
