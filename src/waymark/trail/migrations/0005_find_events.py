"""An index by event, so that a rare one is found without walking along the chain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more index; no table is made anew, so the guards stay."""

    dependencies = [
        ("trail", "0004_merkle_frontier"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["organisation_id", "event", "seq"], name="trail_entry_event"),
        ),
    ]
