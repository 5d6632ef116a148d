"""An edition knows the one it replaces."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty: no table is made anew, so its guards stay."""

    dependencies = [("catalogue", "0003_refuse_replacing")]
    operations = [
        migrations.AddField(
            model_name="framework",
            name="replaces",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.framework"
            ),
        ),
        migrations.AlterField(
            model_name="point",
            name="basis",
            field=models.CharField(
                choices=[
                    ("clause", "Clause"),
                    ("control", "Control"),
                    ("definition", "Definition"),
                    ("guidance", "Guidance"),
                ],
                max_length=12,
            ),
        ),
    ]
