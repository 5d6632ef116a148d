"""The nouns of this package, gathered where Django looks for them."""

from waymark.work.models.notice import DigestSent, Notice

__all__ = ["DigestSent", "Notice"]
