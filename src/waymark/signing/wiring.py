"""What this package registers with the packages below it."""

from django.utils.translation import gettext_lazy as _

from waymark.people.extension_points import SettingsPanel, settings_panels
from waymark.records import kinds
from waymark.records.acts import add_record_acts
from waymark.signing import record_kinds
from waymark.signing.acts import ACTS
from waymark.signing.owed import REMINDING, SOURCE
from waymark.work import daily, owed, owned

_PANEL = SettingsPanel(
    _("Signatures"),
    _("Say who may approve, and whether author and approver of a version have to be different people."),
    _("Edit rules on signatures"),
    "signing_rules",
    lambda _organisation: True,
)


def wire() -> None:
    """Register kinds, the register, its acts, and what of it members own and owe; again changes nothing."""
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    add_record_acts(ACTS)
    for one in record_kinds.OWNED:
        owned.register(one)
    owed.register(SOURCE)
    daily.register(REMINDING)
    if _PANEL not in settings_panels:
        settings_panels.append(_PANEL)
