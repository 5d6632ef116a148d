"""The database keeps every edition as it was loaded."""

from django.db import migrations

from waymark.trail.guards import Guard, allow_truncation, create_guard, drop_guard, refuse_truncation

TABLES = ["framework", "requirement", "point", "mapping", "translation"]
GUARDS = [
    Guard(f"catalogue_{table}_no_{act.lower()}", f"catalogue_{table}", act, "An edition never changes")
    for table in TABLES
    for act in ("UPDATE", "DELETE")
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for guard in GUARDS:
        for statement in create_guard(guard, vendor):
            schema_editor.execute(statement)
    for table in TABLES:
        for statement in refuse_truncation(f"catalogue_{table}", vendor):
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for guard in GUARDS:
        for statement in drop_guard(guard, vendor):
            schema_editor.execute(statement)
    for table in TABLES:
        for statement in allow_truncation(f"catalogue_{table}", vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the tables of the catalogue."""

    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
