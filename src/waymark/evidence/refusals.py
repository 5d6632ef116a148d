"""What evidence refuses, each with its code."""

from waymark.core.errors import RuleBroken


class EvidenceRetired(RuleBroken):
    """Retired evidence is kept to be read; nothing is added to it."""

    code = "evidence-retired"


class EvidenceInUse(RuleBroken):
    """Only retired evidence can be used again."""

    code = "evidence-in-use"


class NothingCaptured(RuleBroken):
    """A capture holds something: files, a link or a note."""

    code = "nothing-captured"


class PeriodReversed(RuleBroken):
    """A period ends on or after the day it starts."""

    code = "period-reversed"


class DateTooFar(RuleBroken):
    """Nothing can be collected in the future, nor hold good for longer than anybody can promise."""

    code = "date-too-far"


class NotALink(RuleBroken):
    """A web link begins with http:// or https:// and names a host."""

    code = "not-a-link"


class OwnCapture(RuleBroken):
    """Who collected a capture cannot be the one who verifies it."""

    code = "own-capture"


class DescribedOnly(RuleBroken):
    """A note that is no interview points to documented information; what is not held cannot be verified as such."""

    code = "described-only"


class ReasonMissing(RuleBroken):
    """A rejection, a retirement or a withdrawal is worth nothing without its reason."""

    code = "reason-missing"


class NotTheNewest(RuleBroken):
    """Only the newest capture of a piece of evidence is verified or rejected."""

    code = "not-the-newest"


class UnknownRecord(RuleBroken):
    """What evidence is linked to has to exist in the organisation."""

    code = "unknown-record"


class RequestSettled(RuleBroken):
    """A request that was answered or withdrawn is a record of what happened."""

    code = "request-settled"


class FileInfected(RuleBroken):
    """The scanner found something harmful in the file."""

    code = "file-infected"
