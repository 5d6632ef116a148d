"""The database keeps each count of people as it was made: another figure is another row."""

from django.db import migrations

from waymark.trail.guards import (
    Guard,
    Replacement,
    allow_replacing,
    allow_truncation,
    create_guard,
    drop_guard,
    refuse_replacing,
    refuse_truncation,
)

_TABLE = "context_headcount"
_STAYS = "A headcount never changes"
_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
GUARDS = [
    Guard(f"{_TABLE}_no_update", _TABLE, "UPDATE", _STAYS),
    Guard(f"{_TABLE}_no_delete", _TABLE, "DELETE", _STAYS, unless=_SAMPLE),
]
REPLACEMENTS = [Replacement(_TABLE, _STAYS)]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for guard in GUARDS:
        for statement in create_guard(guard, vendor):
            schema_editor.execute(statement)
    for statement in [*refuse_replacing(REPLACEMENTS[0], vendor), *refuse_truncation(_TABLE, vendor)]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for statement in [*allow_truncation(_TABLE, vendor), *allow_replacing(REPLACEMENTS[0], vendor)]:
        schema_editor.execute(statement)
    for guard in GUARDS:
        for statement in drop_guard(guard, vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on what was counted."""

    dependencies = [("context", "0004_sites_and_planned_changes"), ("trail", "0003_refuse_replacing")]
    operations = [migrations.RunPython(forwards, backwards)]
