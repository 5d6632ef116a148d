"""Texts whose blocks can be commented on: packages above say of their kinds which blocks a record has now.

A block is named by its anchor (`core.markdown_blocks`), which holds while its words stay. A comment keeps the anchor
and how the block began, so that it can still be read once the block is no longer in the text.
"""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.markdown_blocks import TextBlock, beginning_of
from waymark.people.models.organisation import Organisation
from waymark.work.models.comment import QuotedBlock

BlocksOf = Callable[[Organisation, int], Sequence[TextBlock]]
"""Returns the blocks of the text that a record has now, by key; none for a record without a text."""

_texts: dict[str, BlocksOf] = {}


class BlockGone(RuleBroken):
    """A comment was meant for a part of a text that has been changed or removed meanwhile."""

    code = "block-gone"
    field = "block"


def register(kind: str, blocks: BlocksOf) -> None:
    """Let the blocks of the texts of a kind be commented on; registering it again changes nothing."""
    _texts.setdefault(kind, blocks)


def blocks_on(organisation: Organisation, kind: str, pk: int) -> Mapping[str, TextBlock]:
    """Return the blocks of the text of a record by their anchors; ask only for a record that the reader may read."""
    blocks = _texts.get(kind)
    return by_anchor(blocks(organisation, pk)) if blocks is not None else {}


def by_anchor(blocks: Sequence[TextBlock]) -> Mapping[str, TextBlock]:
    """Return the blocks that can be commented on: all that are shown, but rules."""
    return {one.anchor: one for one in blocks if one.kind not in {"address", "rule"}}


def quoted_block(organisation: Organisation, kind: str, pk: int, anchor: str) -> QuotedBlock | None:
    """Return the block that a comment is meant for; None without an anchor. Raises BlockGone."""
    if not anchor:
        return None
    block = blocks_on(organisation, kind, pk).get(anchor)
    if block is None:
        raise BlockGone(
            _("This part of the text was changed or removed while you were writing. Nothing was saved yet."),
            way_out=_("Send the comment again for the text as a whole, or comment on the part as it is now."),
        )
    return QuotedBlock(anchor, beginning_of(block))
