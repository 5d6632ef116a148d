"""The nouns of this package, gathered where Django looks for them."""

from waymark.signing.models.item import SigningItem
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature

__all__ = ["Signature", "SigningItem", "SigningRequest", "SigningRules"]
