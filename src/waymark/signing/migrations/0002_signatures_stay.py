"""The database keeps signatures as they were given, and what was put before signers from being deleted."""

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

_SAMPLE = "EXISTS (SELECT 1 FROM trail_head WHERE organisation_id = OLD.organisation_id AND sample)"
_KEPT = {
    "signing_signature": "A signature never changes",
    "signing_signingitem": "What was put before a signer stays",
    "signing_signingrequest": "A request for a signature is withdrawn, not deleted",
}
GUARDS = [
    Guard("signing_signature_no_update", "signing_signature", "UPDATE", "A signature never changes"),
    Guard(
        "signing_item_same_content",
        "signing_signingitem",
        "UPDATE",
        "What was put before a signer stays",
        unless=(
            "NEW.sha256 = OLD.sha256 AND NEW.kind = OLD.kind AND NEW.record_id = OLD.record_id "
            "AND NEW.meaning = OLD.meaning AND NEW.request_id = OLD.request_id "
            "AND NEW.organisation_id = OLD.organisation_id AND OLD.outcome = 'pending'"
        ),
    ),
    *(Guard(f"{table}_no_delete", table, "DELETE", message, unless=_SAMPLE) for table, message in _KEPT.items()),
]
REPLACEMENTS = [
    Replacement("signing_signature", "A signature never changes", (same("item_id"),)),
    Replacement("signing_signingitem", "What was put before a signer stays", (same("request_id", "position"),)),
    Replacement(
        "signing_signingrequest",
        "A request for a signature is withdrawn, not deleted",
        (same("organisation_id", "number"),),
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
    """Triggers on what was asked and signed."""

    dependencies = [("signing", "0001_initial"), ("trail", "0002_refuse_rewriting")]
    operations = [migrations.RunPython(forwards, backwards)]
