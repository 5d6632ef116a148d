"""Each head keeps the frontier of the Merkle tree over its entries; for those that are there it is worked out."""

from django.db import migrations, models

from waymark.trail.guards import Guard, create_guard, drop_guard
from waymark.trail.merkle import Frontier

# As 0002 put it up: a head is never written but together with a further entry.
_FORWARD = Guard(
    "trail_head_forward",
    "trail_head",
    "UPDATE",
    "A chain only grows",
    unless="NEW.organisation_id = OLD.organisation_id AND NEW.sample = OLD.sample AND NEW.seq > OLD.seq",
)


def fill(apps, schema_editor):
    """Work out the tree of each chain that is there already."""
    vendor = schema_editor.connection.vendor
    for statement in drop_guard(_FORWARD, vendor):
        schema_editor.execute(statement)
    heads, entries = (apps.get_model("trail", name).objects for name in ("Head", "Entry"))
    for key, size in heads.values_list("organisation_id", "seq"):
        tree = Frontier()
        ours = entries.filter(organisation_id=key, seq__lte=size).order_by("seq")
        for body in ours.values_list("body", flat=True).iterator(1000):
            tree.add(body.encode())
        heads.filter(organisation_id=key).update(frontier=str(tree))
    for statement in create_guard(_FORWARD, vendor):
        schema_editor.execute(statement)


def leave(apps, schema_editor):
    """Leave what was worked out; the column goes."""


class Migration(migrations.Migration):
    """A column of trail_head, and what it holds."""

    dependencies = [("trail", "0003_refuse_replacing")]
    operations = [
        # Not AddField: on SQLite it would make the table again, and the guards would be gone.
        migrations.RunSQL(
            "ALTER TABLE trail_head ADD COLUMN frontier text NOT NULL DEFAULT ''",
            "ALTER TABLE trail_head DROP COLUMN frontier",
            state_operations=[migrations.AddField("head", "frontier", models.TextField(default=""))],
        ),
        migrations.AlterModelOptions("head", {"verbose_name": "chain"}),
        migrations.RunPython(fill, leave),
    ]
