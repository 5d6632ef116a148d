"""The addresses of sign-in: allauth's views one by one, under the names it looks up itself.

Open registration, mail addresses and codes by mail are left out: people come in by invitation, and no mail is sent.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import path

from waymark.people import views_entry

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/forgotten/", views_entry.forgotten_password, name="account_reset_password"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]

_OWN = "signed in"  # allauth asks for a sign-in itself and shows only the person's own things

# The policy of the views above that are not ours: either "signed in", or "open" with its reason.
SIGN_IN_VIEWS: dict[str, str] = {
    "account_login": "open: this is where people sign in",
    "account_logout": "open: somebody who is not signed in is sent home; the act needs POST and its token",
    "account_inactive": "open: says that an account was deactivated, and nothing about whose",
    "account_reauthenticate": _OWN,
    "account_change_password": _OWN,
    "account_set_password": _OWN,
    "mfa_index": _OWN,
    "mfa_authenticate": "open: the second step of a sign-in; without the first it sends people to the sign-in page",
    "mfa_reauthenticate": _OWN,
    "mfa_activate_totp": _OWN,
    "mfa_deactivate_totp": _OWN,
    "mfa_view_recovery_codes": _OWN,
    "mfa_generate_recovery_codes": _OWN,
    "mfa_download_recovery_codes": _OWN,
    "mfa_list_webauthn": _OWN,
    "mfa_add_webauthn": _OWN,
    "mfa_login_webauthn": "open: sign-in with a passkey",
    "mfa_reauthenticate_webauthn": _OWN,
    "mfa_remove_webauthn": _OWN,
    "mfa_edit_webauthn": _OWN,
    "usersessions_list": _OWN,
}
