"""The nouns of this package, gathered where Django looks for them."""

from waymark.context.models.factor import Factor
from waymark.context.models.supplier import Supplier

__all__ = ["Factor", "Supplier"]
