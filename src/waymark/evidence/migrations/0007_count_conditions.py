"""An index with all that the condition of evidence follows from, so that counting reads no rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more index; no table is made anew, so the guards stay."""

    dependencies = [
        ("evidence", "0006_name_who_brought_and_owned"),
    ]

    operations = [
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
                ],
                name="evidence_by_condition",
            ),
        ),
    ]
