"""Why a control is left out has a code beside its words."""

from django.db import migrations, models

_CODES = [
    ("no_activity", "No such activity"),
    ("other_party", "Done by another party and assured through A.10.3"),
    ("no_risk", "No risk calls for it"),
    ("not_required", "Not required by, or excepted from, external requirements"),
]


class Migration(migrations.Migration):
    """Columns that may be empty: no table is made anew, so its guards stay."""

    dependencies = [("conformity", "0005_kept_backing")]
    operations = [
        migrations.AddField(
            model_name="judgement",
            name="reason_code",
            field=models.CharField(blank=True, choices=_CODES, max_length=12, null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="left_out_code",
            field=models.CharField(blank=True, choices=_CODES, max_length=12, null=True),
        ),
    ]
