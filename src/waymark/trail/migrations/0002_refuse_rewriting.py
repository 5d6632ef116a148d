"""The database refuses to rewrite the chain; only a demo organisation's chain may be removed."""

from django.db import migrations

from waymark.trail.canonical import GENESIS
from waymark.trail.guards import Guard, allow_truncation, create_guard, drop_guard, refuse_truncation

_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
GUARDS = [
    Guard("trail_entry_no_update", "trail_entry", "UPDATE", "Entries of the trail are append-only"),
    Guard(
        "trail_entry_no_delete",
        "trail_entry",
        "DELETE",
        "Entries of the trail are append-only",
        unless=_SAMPLE,
    ),
    Guard("trail_head_no_delete", "trail_head", "DELETE", "A chain is never removed", unless="OLD.sample"),
    Guard(
        "trail_head_forward",
        "trail_head",
        "UPDATE",
        "A chain only grows",
        unless="NEW.organisation_id = OLD.organisation_id AND NEW.sample = OLD.sample AND NEW.seq > OLD.seq",
    ),
]


def forwards(apps, schema_editor):
    """Begin the installation's own chain and put the guards up."""
    apps.get_model("trail", "Head").objects.create(organisation_id=0, hash=GENESIS)
    vendor = schema_editor.connection.vendor
    for guard in GUARDS:
        for statement in create_guard(guard, vendor):
            schema_editor.execute(statement)
    for statement in refuse_truncation("trail_entry", vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for guard in GUARDS:
        for statement in drop_guard(guard, vendor):
            schema_editor.execute(statement)
    for statement in allow_truncation("trail_entry", vendor):
        schema_editor.execute(statement)
    apps.get_model("trail", "Head").objects.all().delete()


class Migration(migrations.Migration):
    """Triggers on the two tables of the chain."""

    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
