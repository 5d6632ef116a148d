"""Documented information (7.5): documents in versions, signed, in force one at a time, compared and kept."""
