"""The first severity is called by what is to be done about it; the number stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Words only: no table changes."""

    dependencies = [("conformity", "0006_reason_codes")]
    operations = [
        migrations.AlterField(
            model_name="judgement",
            name="severity",
            field=models.PositiveSmallIntegerField(
                blank=True, choices=[(1, "Close first"), (2, "High"), (3, "Medium"), (4, "Low")], null=True
            ),
        ),
    ]
