"""What this package registers with the packages below it."""

from waymark.documents import item_records, record_kinds
from waymark.documents.acts.campaign import ACTS as CAMPAIGN_ACTS
from waymark.documents.acts.document import ACTS as DOCUMENT_ACTS
from waymark.documents.acts.external_document import ACTS as EXTERNAL_ACTS
from waymark.documents.acts.version import ACTS as VERSION_ACTS
from waymark.documents.approving import SIGNABLE
from waymark.documents.changing import KIND
from waymark.documents.items_in_records import ITEM_RECORDS
from waymark.documents.path_lines import PATH_LINES
from waymark.documents.queries import text_blocks
from waymark.documents.registers.campaign_reader import READERS
from waymark.documents.registers.master_list import MASTER_LIST
from waymark.documents.shown import DOCUMENTS_SHOWN
from waymark.evidence import from_records
from waymark.records import kinds, path_lines
from waymark.records.acts import add_record_acts
from waymark.records.registers import add_register
from waymark.signing import signables
from waymark.work import block_texts, daily, owed, owned, reviews


def wire() -> None:
    """Register each kind, its register and acts, how versions are signed and commented on, what members own and owe."""
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    for acts in (DOCUMENT_ACTS, VERSION_ACTS, EXTERNAL_ACTS, CAMPAIGN_ACTS):
        add_record_acts(acts)
    add_register(READERS)
    add_register(MASTER_LIST)
    signables.register(SIGNABLE)
    block_texts.register(KIND, text_blocks)
    for one in record_kinds.OWNED:
        owned.register(one)
    for due in record_kinds.REVIEWS:
        reviews.register(due)
    for source in record_kinds.OWED:
        owed.register(source)
    for records in ITEM_RECORDS:
        item_records.register(records)
    from_records.register(DOCUMENTS_SHOWN)
    for reminding in record_kinds.REMINDING:
        daily.register(reminding)
    for shown in record_kinds.SHOWN:
        from_records.register(shown)
    for line in PATH_LINES:
        path_lines.register(line)
