"""No entry and no head of the chain is put in the place of another."""

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
    Replacement("trail_entry", "Entries of the trail are append-only", (same("organisation_id", "seq"),)),
    Replacement("trail_head", "A chain only grows", primary="organisation_id"),
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in refuse_replacing(replacement, vendor):
            schema_editor.execute(statement)
    for table in ["trail_head"]:
        for statement in refuse_truncation(table, vendor):
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in allow_replacing(replacement, vendor):
            schema_editor.execute(statement)
    for table in ["trail_head"]:
        for statement in allow_truncation(table, vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the two tables of the chain."""

    dependencies = [("trail", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
