"""The lines of step 2 of the path that this package knows: AIMS roles, competence, training and awareness."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.competence.holding import without_holder
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Training
from waymark.competence.standing import SOON
from waymark.people.rights import Can
from waymark.records.path_lines import PathFigure, PathLine, Stage

ROLES: Final = PathLine(
    name="aims_roles",
    stage=Stage.ROLES,
    label=_("AIMS roles"),
    requirement="5.3",
    address="aims_roles",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: AimsRole.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d role", "%(n)d roles", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, day: without_holder(AimsRole.objects.of(organisation), day),
            words=lambda n: ngettext("%(n)d without holder", "%(n)d without holder", n) % {"n": n},
            query="?vacant=on",
            is_open=True,
        ),
        PathFigure(
            rows=lambda organisation, _day: RaciActivity.objects.of(organisation).active(),
            words=lambda n: (
                ngettext("%(n)d activity in the RACI table", "%(n)d activities in the RACI table", n) % {"n": n}
            ),
            address="raci",
            when_none=_("no RACI table"),
        ),
    ),
    nothing=_("Adopt the proposed roles with their responsibilities, and give each to somebody (5.3)."),
    start="aims_role_proposals",
    start_label=_("Adopt proposed roles"),
    start_right=Can.MANAGE_AIMS,
)
COMPETENCE: Final = PathLine(
    name="competence",
    stage=Stage.COMPETENCE,
    label=_("Competence"),
    requirement="7.2",
    address="competences",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Competence.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d needed", "%(n)d needed", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, _day: Proof.objects.of(organisation).active(),
            words=lambda n: ngettext("%(n)d proof", "%(n)d proofs", n) % {"n": n},
            address="competence_proofs",
            when_none=_("no proof yet"),
        ),
        PathFigure(
            rows=lambda organisation, day: Proof.objects.of(organisation).active().filter(valid_until__lte=day + SOON),
            words=lambda n: (
                ngettext("%(n)d proof ended or ends within 30 days", "%(n)d proofs ended or end within 30 days", n)
                % {"n": n}
            ),
            address="competence_proofs",
            query="?ending=on",
            is_open=True,
        ),
    ),
)
TRAININGS: Final = PathLine(
    name="trainings",
    stage=Stage.COMPETENCE,
    label=_("Training and awareness"),
    requirement="7.3",
    address="trainings",
    figures=(
        PathFigure(
            rows=lambda organisation, _day: Training.objects.of(organisation),
            words=lambda n: ngettext("%(n)d training", "%(n)d trainings", n) % {"n": n},
        ),
        PathFigure(
            rows=lambda organisation, day: Training.objects.of(organisation).waiting().filter(due_on__lt=day),
            words=lambda n: ngettext("%(n)d next step overdue", "%(n)d next steps overdue", n) % {"n": n},
            query="?due=on",
            is_open=True,
        ),
    ),
)
PATH_LINES: Final = (ROLES, COMPETENCE, TRAININGS)
