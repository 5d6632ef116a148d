"""Forms about notices."""

from waymark.core.forms import PlainForm, Whole


class ReadingForm(PlainForm):
    """Which notice was read; none for all of them."""

    notice = Whole(required=False, min_value=1, max_value=2**62)
