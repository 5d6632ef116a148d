"""Indexes with all that owed checks follow from, so that counting them reads no rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index more, and one that is longer; no table is made anew, so the guards stay."""

    dependencies = [
        ("evidence", "0008_find_last_links"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="evidence",
            name="evidence_by_condition",
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                fields=[
                    "organisation",
                    "retired_on",
                    "check_state",
                    "captured_on",
                    "fresh_until",
                    "valid_until",
                    "gap_since",
                    "owner",
                    "newest_number",
                    "check_due_on",
                ],
                name="evidence_by_condition",
            ),
        ),
        migrations.AddIndex(
            model_name="capture",
            index=models.Index(fields=["evidence", "number", "collected_by"], name="evidence_capture_collector"),
        ),
    ]
