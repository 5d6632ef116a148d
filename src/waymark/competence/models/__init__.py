"""The nouns of this package, gathered where Django looks for them."""

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.competence import Competence
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.raci_columns import RaciColumns
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Participation, Training

__all__ = [
    "AimsRole",
    "Competence",
    "OwnershipCheck",
    "Participation",
    "Proof",
    "RaciActivity",
    "RaciColumns",
    "RoleAssignment",
    "TopicInterval",
    "Training",
]
