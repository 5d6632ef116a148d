"""Kinds of evidence and for how long each stays fresh unless somebody says otherwise (path.md section 17)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is; the kind only proposes for how long it stays fresh."""

    POLICY = "policy", _("Policy or policy review")
    CONTEXT = "context", _("Scope, context or interested parties")
    INVENTORY = "inventory", _("Inventory entry")
    PROCEDURE = "procedure", _("Procedure or plan")
    RISK_ASSESSMENT = "risk_assessment", _("Risk assessment")
    IMPACT_ASSESSMENT = "impact_assessment", _("Impact assessment")
    SOA = "soa", _("Statement of Applicability")
    RISK_ACCEPTANCE = "risk_acceptance", _("Risk acceptance")
    CONTROL_CHECK = "control_check", _("Control check")
    COMPETENCE = "competence", _("Competence or awareness")
    SUPPLIER_REVIEW = "supplier_review", _("Supplier review")
    MONITORING = "monitoring", _("Monitoring result")
    SAMPLE = "sample", _("Access or log sample")
    INTERNAL_AUDIT = "internal_audit", _("Internal audit")
    MANAGEMENT_REVIEW = "management_review", _("Management review")
    COMMUNICATION_EXERCISE = "communication_exercise", _("Incident communication exercise")
    INTERVIEW = "interview", _("Interview")
    OTHER = "other", _("Other")


class Confidentiality(models.TextChoices):
    """Who may open it: everybody here, or its owner, its collectors and those with the right to read such things."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")


_YEAR = 12
_MONTHS = {
    EvidenceKind.INVENTORY: 6,
    EvidenceKind.MONITORING: 3,
    EvidenceKind.SAMPLE: 6,
}


def months_fresh(kind: str) -> int:
    """Return for how many months a capture of this kind stays fresh by default."""
    return _MONTHS.get(EvidenceKind(kind), _YEAR)
