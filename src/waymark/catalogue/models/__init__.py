"""The nouns of the catalogue: framework, requirement, point, mapping, translation, and attached wording."""

# Django finds models through this module; each noun keeps its own file.
from waymark.catalogue.models.framework import Framework, Mapping, Point, Requirement, Translation
from waymark.catalogue.models.wording import Wording

__all__ = ["Framework", "Mapping", "Point", "Requirement", "Translation", "Wording"]
