"""Nothing that was collected and checked is replaced, nor emptied at once."""

from django.db import migrations

from waymark.trail.guards import (
    Replacement,
    allow_replacing,
    allow_truncation,
    refuse_replacing,
    refuse_truncation,
    same,
)

REPLACEMENTS = [
    Replacement(
        "evidence_capture",
        "A capture never changes",
        (same("evidence_id", "number"), same("organisation_id", "key")),
    ),
    Replacement("evidence_capturefile", "The files of a capture never change", (same("capture_id", "position"),)),
    Replacement("evidence_verification", "A verification never changes", (same("capture_id", "revision"),)),
    Replacement("evidence_evidence", "Evidence is retired, not deleted", (same("organisation_id", "number"),)),
    Replacement(
        "evidence_evidencelink",
        "A link is ended, not deleted",
        (same("evidence_id", "kind", "record_id", where="{row}.ended_at IS NULL"),),
    ),
    Replacement(
        "evidence_evidencerequest", "A request is withdrawn, not deleted", (same("organisation_id", "number"),)
    ),
    Replacement("evidence_storedfile", "A stored file is kept", (same("organisation_id", "sha256"),)),
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in refuse_replacing(replacement, vendor):
            schema_editor.execute(statement)
    for table in (one.table for one in REPLACEMENTS):
        for statement in refuse_truncation(table, vendor):
            schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    for replacement in REPLACEMENTS:
        for statement in allow_replacing(replacement, vendor):
            schema_editor.execute(statement)
    for table in (one.table for one in REPLACEMENTS):
        for statement in allow_truncation(table, vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on what was collected and checked."""

    dependencies = [("evidence", "0003_search")]
    operations = [migrations.RunPython(forwards, backwards)]
