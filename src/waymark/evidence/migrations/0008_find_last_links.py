"""The index of what evidence is linked to ends in the key, so that the last links of a record are at its end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index in place of another; no table is made anew, so the guards stay."""

    dependencies = [
        ("evidence", "0007_count_conditions"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="evidencelink",
            name="evidence_link_target",
        ),
        migrations.AddIndex(
            model_name="evidencelink",
            index=models.Index(fields=["organisation", "kind", "record_id", "id"], name="evidence_link_last"),
        ),
    ]
