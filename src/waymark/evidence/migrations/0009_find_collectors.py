"""An index of who collected what, so that owed checks are counted without reading the captures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more index; no table is made anew, so the guards stay."""

    dependencies = [
        ("evidence", "0008_find_last_links"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="capture",
            index=models.Index(fields=["evidence", "number", "collected_by"], name="evidence_capture_collector"),
        ),
    ]
