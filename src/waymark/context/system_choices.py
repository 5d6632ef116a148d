"""What the register of AI systems is filtered by; the same words as in the package data, and a test compares them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SystemState(models.TextChoices):
    """Where a system stands with the organisation."""

    PLANNED = "planned", _("Planned")
    LIVE = "live", _("In use")
    RETIRED = "retired", _("Retired")


class Scope(models.TextChoices):
    """Whether a system is in the scope of the AIMS; each decision has its reason."""

    OPEN = "open", _("Not decided yet")
    IN = "in", _("In scope")
    OUT = "out", _("Out of scope")


class LifeStage(models.TextChoices):
    """The stage of the life cycle of a system (A.6.2)."""

    INCEPTION = "inception", _("Idea")
    DESIGN_DEVELOPMENT = "design_development", _("Design and development")
    VERIFICATION_VALIDATION = "verification_validation", _("Testing")
    DEPLOYMENT = "deployment", _("Going live")
    OPERATION_MONITORING = "operation_monitoring", _("In use")
    CONTINUOUS_VALIDATION = "continuous_validation", _("Checked while it learns or changes")
    RE_EVALUATION = "re_evaluation", _("Evaluated again")
    RETIREMENT = "retirement", _("Retired")


class Origin(models.TextChoices):
    """Where a system comes from."""

    OPEN = "open", _("Not answered yet")
    OWN_MODEL = "own_model", _("Own model")
    FINE_TUNED = "fine_tuned", _("Fine-tuned model of others")
    OWN_ON_API = "own_on_api", _("Own system on a bought model")
    BOUGHT_RECALIBRATED = "bought_recalibrated", _("Bought and recalibrated")
    BOUGHT_AS_IS = "bought_as_is", _("Bought, used as it is")
    EMBEDDED_FEATURE = "embedded_feature", _("Feature inside other software")
    FREE_TOOL = "free_tool", _("Free or personal tool")
    GROUP_SERVICE = "group_service", _("Service of our group or a public body")
    MADE_FOR_US = "made_for_us", _("Made for us")


class Effect(models.TextChoices):
    """How much the result of a system weighs."""

    OPEN = "open", _("Not answered yet")
    NONE = "none", _("No effect on anybody's case")
    ADVICE_TO_STAFF = "advice_to_staff", _("Advice to staff")
    ROUTING = "routing", _("Routes or orders work")
    SHAPES_DECISION = "shapes_decision", _("Shapes a decision")
    DECIDES_REVERSIBLE = "decides_reversible", _("Decides, undone in hours or days")
    DECIDES_SIGNIFICANT = "decides_significant", _("Decides with legal or similar weight")
    PHYSICAL = "physical", _("Acts on bodies or things")


class PersonalData(models.TextChoices):
    """Whether data about people go in or come out."""

    OPEN = "open", _("Not answered yet")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class LegalClass(models.TextChoices):
    """The gravest class of the newest legal classification."""

    OPEN = "open", _("Not classified yet")
    PROHIBITED = "class-prohibited", _("Prohibited practice")
    HIGH_RISK_USE = "class-high-risk-annex-iii", _("High-risk, use listed in Annex III")
    HIGH_RISK_PRODUCT = "class-high-risk-annex-i-a", _("High-risk, product law Section A")
    HIGH_RISK_SECTOR = "class-high-risk-annex-i-b", _("High-risk, product law Section B")
    EXEMPTED = "class-annex-iii-exempted", _("Listed in Annex III, exception taken")
    TRANSPARENCY = "class-transparency", _("Transparency case")
    NO_SPECIAL = "class-no-special-duty", _("No special class")
    OUT_OF_SCOPE = "class-out-of-scope", _("Outside the Act")
