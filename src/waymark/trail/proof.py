"""A proof that one entry is in a chain, without the others: a file of C2SP (c2sp.org/tlog-proof)."""

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.trail.checkpoint import as_base64, checkpoint_of
from waymark.trail.merkle import leaf_hash, root_by_path
from waymark.trail.models import Entry, Head
from waymark.trail.tree import frontier_of, path_of

FIRST_LINE = "c2sp.org/tlog-proof@v1"


class NothingToProve(RuleBroken):
    """The chain has no such entry, or its entries are not those of its tree."""

    code = "nothing-to-prove"


def prove(organisation_id: int, seq: int) -> str:
    """Return the proof of an entry as the text of a file; its body stands in it, so it says what it proves.

    Reads every entry of the chain. Raises NothingToProve.
    """
    head = Head.objects.filter(organisation_id=organisation_id).first()
    body = Entry.objects.filter(organisation_id=organisation_id, seq=seq).values_list("body", flat=True).first()
    if head is None or body is None or seq > head.seq:
        raise NothingToProve(_("The chain has no entry %(seq)d.") % {"seq": seq})
    path = path_of(organisation_id, seq, head.seq)
    if root_by_path(leaf_hash(body.encode()), seq - 1, head.seq, path) != frontier_of(head).root:
        raise NothingToProve(
            _("The entries are not those of the tree that the chain keeps, so nothing can be proved."),
            way_out=_("Run waymark trail verify: it names the first broken link."),
        )
    lines = [FIRST_LINE, f"extra {as_base64(body.encode())}", f"index {seq - 1}", *map(as_base64, path)]
    return "\n".join([*lines, "", checkpoint_of(head)])
