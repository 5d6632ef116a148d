"""Forms about notices and comments."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.core.forms import NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.work.models.comment import LONGEST

NEW: Final = "comment_%s"
"""The ids of the fields of a new comment, which stands below other forms."""


class ReadingForm(PlainForm):
    """Which notice was read; none for all of them."""

    notice = Whole(required=False, min_value=1, max_value=2**62)


class NewCommentForm(NewForm):
    """Something said about a record."""

    text = Prose(max_length=LONGEST, rows=3, label=_("Comment"))


class CommentForm(VersionedForm):
    """Another text of a comment."""

    text = Prose(max_length=LONGEST, rows=3, label=_("Comment"))
