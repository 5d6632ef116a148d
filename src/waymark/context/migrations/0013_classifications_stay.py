"""A classification is never changed, deleted or replaced: a later one counts instead."""

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
    same,
)

_TABLE = "context_classification"
_MESSAGE = "A legal classification never changes"
_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
GUARDS = [
    Guard(f"{_TABLE}_no_update", _TABLE, "UPDATE", _MESSAGE),
    Guard(f"{_TABLE}_no_delete", _TABLE, "DELETE", _MESSAGE, unless=_SAMPLE),
]
REPLACEMENTS = [Replacement(_TABLE, _MESSAGE, (same("system_id", "number"),))]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    statements = [one for guard in GUARDS for one in create_guard(guard, vendor)]
    statements += [one for replacement in REPLACEMENTS for one in refuse_replacing(replacement, vendor)]
    for statement in [*statements, *refuse_truncation(_TABLE, vendor)]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    statements = [one for replacement in REPLACEMENTS for one in allow_replacing(replacement, vendor)]
    statements += [one for guard in GUARDS for one in drop_guard(guard, vendor)]
    for statement in [*allow_truncation(_TABLE, vendor), *statements]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on what was decided by the law."""

    dependencies = [("context", "0012_classification"), ("trail", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
