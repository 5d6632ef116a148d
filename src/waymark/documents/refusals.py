"""Why a document or a version cannot be changed so, or not now."""

from waymark.core.errors import RuleBroken


class DocumentClosed(RuleBroken):
    """A document that was replaced or withdrawn is kept to be read."""

    code = "document-closed"


class CircularReplacement(RuleBroken):
    """What replaces a document is never replaced, in turn, by that document."""

    code = "circular-replacement"


class VersionOpen(RuleBroken):
    """A document has one version on the way to being in force at a time."""

    code = "version-open"


class VersionFixed(RuleBroken):
    """A version is changed until it is approved; afterwards another version is drafted."""

    code = "version-fixed"


class VersionStepWrong(RuleBroken):
    """A version is drafted, reviewed, approved, and takes effect: no step is left out or done twice."""

    code = "version-step-wrong"


class VersionEmpty(RuleBroken):
    """What is reviewed and approved has a text, a file, or a place where it is kept."""

    code = "version-empty"


class NotAWordFile(RuleBroken):
    """Only the text of a Word document can be taken over."""

    code = "not-a-word-file"


class NotOneFile(RuleBroken):
    """The content of a version is one file."""

    code = "not-one-file"


class MarksLeft(RuleBroken):
    """A text in which something is still to be filled is not approved."""

    code = "marks-left"


class ReviewDateMissing(RuleBroken):
    """A document is approved only once it is known when it is reviewed (7.5.2)."""

    code = "review-date-missing"


class EffectiveBeforeApproval(RuleBroken):
    """No version takes effect before it was approved, and none was approved in the future."""

    code = "effective-before-approval"


class NotDueYet(RuleBroken):
    """A version takes effect on its day, not before."""

    code = "version-not-due"


class OnlyAuthorApproves(RuleBroken):
    """Where the organisation separates the two, the only author of a version does not approve it."""

    code = "only-author-approves"


class NotAnApprover(RuleBroken):
    """A version is approved by who may approve documents of its kind."""

    code = "not-an-approver"


class NothingToRead(RuleBroken):
    """Read and understood is said of the version in force."""

    code = "nothing-to-read"


class StillKept(RuleBroken):
    """A version is disposed of only once its retention time is over."""

    code = "still-kept"


class VersionsOutOfOrder(RuleBroken):
    """A version never takes effect before the one that is in force."""

    code = "versions-out-of-order"
