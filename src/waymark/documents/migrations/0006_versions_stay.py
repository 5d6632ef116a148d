"""The database keeps versions of documents from being deleted, and approved ones as they were approved."""

from django.db import migrations

from waymark.trail.guards import (
    Guard,
    Replacement,
    allow_replacing,
    allow_truncation,
    create_guard,
    drop_guard,
    refuse_replacing,
    refuse_truncation,
    same,
)

_TABLE = "documents_documentversion"
_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
_STAY = "A version of a document is withdrawn, not deleted"
_FIXED = "An approved version of a document never changes"
_SAME = " AND ".join(
    f"NEW.{one} = OLD.{one}"
    for one in (
        *("organisation_id", "number", "document_id", "edition", "title", "content", "file_name", "kept_at", "reason"),
        *("summary", "author_names", "sha256", "approved_on", "approved_outside", "outside_proof", "effective_from"),
    )
)
# Text and file go when the version is disposed of, and nothing else does.
_CONTENT = "(NEW.state = 'disposed' OR (NEW.text = OLD.text AND COALESCE(NEW.file_id, 0) = COALESCE(OLD.file_id, 0)))"
_APPROVAL = (
    "COALESCE(NEW.approved_by_id, 0) = COALESCE(OLD.approved_by_id, 0) "
    "AND (OLD.outside_file_id IS NULL OR NEW.outside_file_id = OLD.outside_file_id)"
)
GUARDS = [
    Guard(f"{_TABLE}_no_delete", _TABLE, "DELETE", _STAY, unless=_SAMPLE),
    Guard(
        f"{_TABLE}_fixed",
        _TABLE,
        "UPDATE",
        _FIXED,
        unless=f"OLD.approved_on IS NULL OR ({_SAME} AND {_CONTENT} AND {_APPROVAL})",
    ),
]
REPLACEMENTS = [
    Replacement(
        _TABLE,
        _STAY,
        (
            same("organisation_id", "number"),
            same("document_id", "edition"),
            same("document_id", where="{row}.state = 'effective'"),
            same("document_id", where="{row}.state IN ('draft', 'in_review', 'approved')"),
        ),
    ),
]


def forwards(apps, schema_editor):
    """Put the guards up."""
    vendor = schema_editor.connection.vendor
    statements = [line for guard in GUARDS for line in create_guard(guard, vendor)]
    statements += [line for one in REPLACEMENTS for line in refuse_replacing(one, vendor)]
    statements += [line for one in REPLACEMENTS for line in refuse_truncation(one.table, vendor)]
    for statement in statements:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    """Take the guards down."""
    vendor = schema_editor.connection.vendor
    statements = [line for one in REPLACEMENTS for line in allow_truncation(one.table, vendor)]
    statements += [line for one in REPLACEMENTS for line in allow_replacing(one, vendor)]
    statements += [line for guard in GUARDS for line in drop_guard(guard, vendor)]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on versions of documents."""

    dependencies = [("documents", "0005_approval_file"), ("trail", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
