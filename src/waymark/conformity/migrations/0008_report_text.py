"""What a person writes about a round for its report."""

from django.db import migrations

from waymark.core.fields import ProseField

_TEXTS = {
    "objective": "Objective",
    "scope": "Scope: units, sites and AI systems",
    "method": "Method",
    "people_met": "People met, by role",
    "samples": "Samples",
    "limits": "Limits",
    "conclusion": "Conclusion",
}


class Migration(migrations.Migration):
    """Columns that may be empty: no table is made anew, so its guards stay."""

    dependencies = [("conformity", "0007_name_what_to_close_first")]
    operations = [
        migrations.AddField(
            model_name="gapassessment",
            name=name,
            field=ProseField(blank=True, editable=False, max_length=4000, null=True, verbose_name=label),
        )
        for name, label in _TEXTS.items()
    ]
