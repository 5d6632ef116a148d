"""The database keeps captures, their files and their verifications as they were, and evidence from being deleted."""

from django.db import migrations

from waymark.trail.guards import Guard, create_guard, drop_guard

_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
_FROZEN = {
    "evidence_capture": "A capture never changes",
    "evidence_capturefile": "The files of a capture never change",
    "evidence_verification": "A verification never changes",
}
_KEPT = {
    "evidence_evidence": "Evidence is retired, not deleted",
    "evidence_evidencelink": "A link is ended, not deleted",
    "evidence_evidencerequest": "A request is withdrawn, not deleted",
    "evidence_storedfile": "A stored file is kept",
}
GUARDS = [
    *(Guard(f"{table}_no_update", table, "UPDATE", message) for table, message in _FROZEN.items()),
    *(
        Guard(f"{table}_no_delete", table, "DELETE", message, unless=_SAMPLE)
        for table, message in {**_FROZEN, **_KEPT}.items()
    ),
    Guard(
        "evidence_storedfile_same_content",
        "evidence_storedfile",
        "UPDATE",
        "The content of a stored file never changes",
        unless="NEW.sha256 = OLD.sha256 AND NEW.size = OLD.size AND NEW.organisation_id = OLD.organisation_id",
    ),
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
    """Triggers on what was collected and checked."""

    dependencies = [("evidence", "0001_initial"), ("trail", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
