"""Why something cannot be signed, or not now."""

from waymark.core.errors import RuleBroken


class RequestClosed(RuleBroken):
    """A request for a signature that was answered, withdrawn or void is kept to be read."""

    code = "signing-request-closed"


class NotTheSigner(RuleBroken):
    """Only the member who was asked signs: a signature is given in person."""

    code = "not-the-signer"


class PresenceMissing(RuleBroken):
    """Whoever signs has just shown that it is them, by password, code or passkey."""

    code = "presence-missing"


class VersionChanged(RuleBroken):
    """What is signed is exactly what was shown; another version needs another request."""

    code = "signed-version-changed"


class OutcomeMissing(RuleBroken):
    """Each version of a request is signed, or returned with what should change."""

    code = "outcome-missing"


class NothingToSign(RuleBroken):
    """A request names at least one version that is there."""

    code = "nothing-to-sign"
