"""The nouns of conformity: standing, gap assessment, judgement."""

# Django finds models through this module; each noun keeps its own file.
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing

__all__ = ["GapAssessment", "Judgement", "KeptBacking", "Standing"]
