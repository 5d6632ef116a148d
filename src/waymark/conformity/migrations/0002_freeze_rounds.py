"""The database keeps judgements append-only and closed rounds closed."""

from django.db import migrations

from waymark.trail.guards import Guard, create_guard, drop_guard

# Whether a chain is a demo's is fixed when it begins; the column of the organisation itself is not guarded.
_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
_OPEN = "EXISTS (SELECT 1 FROM conformity_gapassessment WHERE id = NEW.assessment_id AND state = 'open')"
_CLOSED = "A closed gap assessment never changes"
GUARDS = [
    Guard("conformity_judgement_no_update", "conformity_judgement", "UPDATE", "Judgements are append-only"),
    Guard(
        "conformity_judgement_no_delete",
        "conformity_judgement",
        "DELETE",
        "Judgements are append-only",
        unless=_SAMPLE,
    ),
    Guard("conformity_judgement_round_open", "conformity_judgement", "INSERT", _CLOSED, unless=_OPEN),
    Guard("conformity_round_no_delete", "conformity_gapassessment", "DELETE", "Rounds stay", unless=_SAMPLE),
    Guard("conformity_round_frozen", "conformity_gapassessment", "UPDATE", _CLOSED, unless="OLD.state = 'open'"),
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    for guard in GUARDS:
        for statement in create_guard(guard, schema_editor.connection.vendor):
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    for guard in GUARDS:
        for statement in drop_guard(guard, schema_editor.connection.vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on rounds and judgements."""

    dependencies = [("conformity", "0001_initial"), ("trail", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
