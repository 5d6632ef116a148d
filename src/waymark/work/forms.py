"""Forms about notices and comments."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken
from waymark.core.forms import Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.people.models.member import Member
from waymark.people.submit import refusal_text
from waymark.work.models.comment import LONGEST, QuotedBlock

NEW: Final = "comment_%s"
"""The ids of the fields of a new comment, which stands below other forms."""


class ReadingForm(PlainForm):
    """Which notice was read; none for all of them."""

    notice = Whole(required=False, min_value=1, max_value=2**62)


Mentioned = Callable[[str], list[Member]]
"""Returns whom a text mentions, or refuses it."""
Quoting = Callable[[str], QuotedBlock | None]
"""Returns the block of a text with an anchor, or refuses it."""


class _Mentioning(PlainForm):
    """The text of a comment; `find` looks up whom it mentions while nothing is locked yet."""

    text = Prose(max_length=LONGEST, rows=3, label=_("Comment"))

    def __init__(self, *args: Any, find: Mentioned | None = None, **kwargs: Any) -> None:
        """Take what looks up the mentions; without it none are."""
        super().__init__(*args, **kwargs)
        self.mentioned: list[Member] = []
        self._find = find

    def clean_text(self) -> str:
        """Look up who is mentioned; say why the text is refused."""
        text: str = self.cleaned_data["text"]
        if self._find is not None:
            try:
                self.mentioned = self._find(text)
            except RuleBroken as broken:
                raise ValidationError(refusal_text(broken), code=broken.code) from broken
        return text


class NewCommentForm(_Mentioning, NewForm):
    """Something said about a record, or about the block of its text that has the anchor `block`.

    `quote` looks that block up while nothing is locked yet; without it the comment hangs on none.
    """

    block = Line(max_length=24, required=False, label=_("Part of the text"), widget=forms.HiddenInput)

    def __init__(self, *args: Any, quote: Quoting | None = None, **kwargs: Any) -> None:
        """Take what looks up a block."""
        super().__init__(*args, **kwargs)
        self.quoted: QuotedBlock | None = None
        self._quote = quote

    def clean_block(self) -> str:
        """Look up the block; say that it is gone."""
        anchor: str = self.cleaned_data["block"]
        if self._quote is not None:
            try:
                self.quoted = self._quote(anchor)
            except RuleBroken as broken:
                raise ValidationError(refusal_text(broken), code=broken.code) from broken
        return anchor

    def without_block(self) -> None:
        """Send what was typed for the text as a whole, the next time: its part of the text is gone."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what a page sent
        data[self.add_prefix("block")] = ""
        self.data = data


class CommentForm(_Mentioning, VersionedForm):
    """Another text of a comment."""
