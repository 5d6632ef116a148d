"""The search over everything: a page that works by itself, and the same answers in the palette over any page."""
