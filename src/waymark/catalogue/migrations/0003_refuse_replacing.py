"""No row of an edition is put in the place of another."""

from django.db import migrations

from waymark.trail.guards import (
    Replacement,
    allow_replacing,
    refuse_replacing,
    same,
)

_MESSAGE = "An edition never changes"
REPLACEMENTS = [
    Replacement("catalogue_framework", _MESSAGE, (same("slug"), same("digest"))),
    Replacement(
        "catalogue_requirement",
        _MESSAGE,
        (same("framework_id", expressions=("LOWER({row}.ref)",)), same("framework_id", '"order"')),
    ),
    Replacement(
        "catalogue_point",
        _MESSAGE,
        (same("requirement_id", "number"), same("requirement_id", expressions=("LOWER({row}.ref)",))),
    ),
    Replacement("catalogue_mapping", _MESSAGE, (same("requirement_id", "target_framework", "target_ref"),)),
    Replacement("catalogue_translation", _MESSAGE, (same("framework_id", "language", "number"),)),
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in refuse_replacing(replacement, vendor):
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in allow_replacing(replacement, vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the tables of the catalogue."""

    dependencies = [("catalogue", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
