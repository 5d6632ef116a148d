"""A link may lead to a fixed version, and evidence knows of a gap between its periods."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that may be empty: no table is made anew, so the guards stay."""

    dependencies = [
        ("evidence", "0004_refuse_replacing"),
    ]

    operations = [
        migrations.AddField(
            model_name="capture",
            name="is_fixed",
            field=models.BooleanField(blank=True, null=True, verbose_name="link to a fixed version"),
        ),
        migrations.AddField(
            model_name="evidence",
            name="gap_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="gap in period since"),
        ),
    ]
