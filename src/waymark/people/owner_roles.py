"""The typical owner roles the catalogue speaks of; a member may fill several, so that owners can be suggested."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnerRole(models.TextChoices):
    """Who usually answers for a requirement; the values are the catalogue's own ids."""

    TOP_MANAGEMENT = "top_management", _("Top management")
    AIMS_MANAGER = "aims_manager", _("AIMS manager")
    PROCESS_OWNER = "process_owner", _("Process owner")
    AI_SYSTEM_OWNER = "ai_system_owner", _("AI system owner")
    RISK_MANAGER = "risk_manager", _("Risk manager")
    DATA_STEWARD = "data_steward", _("Data steward")
    ENGINEERING_LEAD = "engineering_lead", _("Engineering lead")
    OPERATIONS_LEAD = "operations_lead", _("Operations lead")
    INTERNAL_AUDITOR = "internal_auditor", _("Internal auditor")
    DOCUMENT_CONTROLLER = "document_controller", _("Document controller")
    PEOPLE_LEAD = "people_lead", _("People lead")
    PROCUREMENT_LEAD = "procurement_lead", _("Procurement lead")
    LEGAL_COMPLIANCE = "legal_compliance", _("Legal and compliance")
    COMMUNICATIONS_LEAD = "communications_lead", _("Communications lead")
    CUSTOMER_LEAD = "customer_lead", _("Customer lead")
