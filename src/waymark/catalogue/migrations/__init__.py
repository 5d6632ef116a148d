"""Schema of the catalogue, and the triggers that keep editions as they are."""
