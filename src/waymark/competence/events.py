"""What can happen to AIMS roles, to those who hold them, and to what stands on them."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class CompetenceEvent(Event):
    """Events of this package."""

    ROLE_ADDED = "aims-role.added", _("AIMS role added")
    ROLE_ADOPTED = "aims-role.adopted", _("Proposed AIMS role adopted")
    ROLE_EDITED = "aims-role.edited", _("AIMS role edited")
    ROLE_RETIRED = "aims-role.retired", _("AIMS role retired")
    ROLE_REINSTATED = "aims-role.reinstated", _("AIMS role reinstated")
    ROLE_ASSIGNED = "aims-role.assigned", _("AIMS role assigned")
    ASSIGNMENT_ENDED = "aims-role.assignment-ended", _("Assignment of AIMS role ended")
    COMPETENCE_ADDED = "competence.added", _("Competence added")
    COMPETENCE_ADOPTED = "competence.adopted", _("Proposed competence adopted")
    COMPETENCE_EDITED = "competence.edited", _("Competence edited")
    COMPETENCE_RETIRED = "competence.retired", _("Competence retired")
    COMPETENCE_REINSTATED = "competence.reinstated", _("Competence reinstated")
    PROOF_ADDED = "competence-proof.added", _("Proof of competence added")
    PROOF_EDITED = "competence-proof.edited", _("Proof of competence edited")
    PROOF_OWNED = "competence-proof.owned", _("Owner of proof of competence changed")
    PROOF_RETIRED = "competence-proof.retired", _("Proof of competence withdrawn")
    PROOF_REINSTATED = "competence-proof.reinstated", _("Proof of competence reinstated")
    TRAINING_ADDED = "training.added", _("Training planned")
    TRAINING_EDITED = "training.edited", _("Training edited")
    TRAINING_OWNED = "training.owned", _("Owner of training changed")
    TRAINING_HELD = "training.held", _("Training held")
    TRAINING_CANCELLED = "training.cancelled", _("Training cancelled")
    PARTICIPATED = "training.attended", _("Member took part in training")
    INTERVAL_SET = "awareness.interval-set", _("Interval of awareness topic set")
    EFFECT_CHECKED = "training.effect-checked", _("Effect of training checked")
    OWNERSHIP_CONFIRMED = "ownership.confirmed", _("Member confirmed what is still theirs")
    RACI_ADDED = "raci-activity.added", _("RACI activity added")
    RACI_ADOPTED = "raci-activity.adopted", _("Proposed RACI activity adopted")
    RACI_EDITED = "raci-activity.edited", _("RACI activity edited")
    RACI_COLUMNS_SET = "raci-columns.set", _("Columns of RACI table set")
    RACI_RETIRED = "raci-activity.retired", _("RACI activity retired")
    RACI_REINSTATED = "raci-activity.reinstated", _("RACI activity reinstated")
