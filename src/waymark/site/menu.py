"""The menu in the order of the path; later steps add their lines here."""

from django.utils.translation import gettext_lazy as _

from waymark.core.navigation import MenuEntry, MenuGroup
from waymark.people.rights import Can

MENU = [
    MenuGroup(
        "",
        [
            MenuEntry(_("Path"), "path", Can.READ, ""),
            MenuEntry(_("My work"), "my_work", Can.WORK, "work"),
            MenuEntry(_("Tasks"), "tasks", Can.READ, "tasks"),
            MenuEntry(_("Notices"), "notices", Can.WORK, "notices"),
        ],
    ),
    MenuGroup(
        _("1 Gap assessment"),
        [
            MenuEntry(_("Assessments"), "gap_rounds", Can.READ, "gap"),
            MenuEntry(_("Requirements"), "requirements", Can.READ, "requirements"),
        ],
    ),
    MenuGroup(
        _("2 The AIMS"),
        [
            MenuEntry(_("Evidence"), "evidence", Can.READ, "evidence"),
            MenuEntry(_("Suppliers"), "suppliers", Can.READ, "suppliers"),
        ],
    ),
    MenuGroup(
        _("Organisation"),
        [
            MenuEntry(_("Members"), "members", Can.READ, "members"),
            MenuEntry(_("Trail"), "trail", Can.READ_TRAIL, "trail"),
            MenuEntry(_("Settings"), "organisation_settings", Can.MANAGE_PEOPLE, "settings"),
        ],
    ),
]
