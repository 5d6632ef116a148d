"""No round and no judgement is put in the place of another, nor are they emptied at once."""

from django.db import migrations

from waymark.trail.guards import (
    Replacement,
    allow_replacing,
    allow_truncation,
    refuse_replacing,
    refuse_truncation,
    same,
)

REPLACEMENTS = [
    Replacement("conformity_judgement", "Judgements are append-only", (same("assessment_id", "point_id", "revision"),)),
    Replacement("conformity_gapassessment", "Rounds stay", (same("organisation_id", "number"),)),
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in refuse_replacing(replacement, vendor):
            schema_editor.execute(statement)
    for table in (one.table for one in REPLACEMENTS):
        for statement in refuse_truncation(table, vendor):
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in allow_replacing(replacement, vendor):
            schema_editor.execute(statement)
    for table in (one.table for one in REPLACEMENTS):
        for statement in allow_truncation(table, vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on rounds and judgements."""

    dependencies = [("conformity", "0002_freeze_rounds")]
    operations = [migrations.RunPython(forwards, backwards)]
