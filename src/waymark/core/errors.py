"""Refusals a person can meet: each has a stable code, a cause and a way out."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """An expected refusal of a domain rule, in a sentence fit for a user.

    `code` is stable and may be looked up in the documentation; `way_out` says what to do instead and may be empty.
    `field` names the field of a form that the refusal belongs to, where it is always the same.
    """

    code = "rule-broken"
    field = ""

    def __init__(self, message: str | Promise, *, code: str = "", way_out: str | Promise = "") -> None:
        """Keep the sentence, its code and the way out."""
        super().__init__(str(message))
        self.message = message
        self.code = code or type(self).code
        self.way_out = way_out
