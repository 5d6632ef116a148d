"""Lists of this package: requirements, and the points of a round or of today."""
