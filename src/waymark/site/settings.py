"""The one settings module; every option comes from the typed reader in waymark.core.config."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from waymark.core.config import read_configuration

CONFIGURATION = read_configuration()
DATA = CONFIGURATION.data
_SOURCE = Path(__file__).resolve().parent.parent

SECRET_KEY = CONFIGURATION.secret_key
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = list(CONFIGURATION.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.base_url] if CONFIGURATION.base_url.startswith("https") else []
ROOT_URLCONF = "waymark.site.urls"
WSGI_APPLICATION = "waymark.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "Waymark"
# Which start of the server this is; the first-start link is good for that start only.
START_ID = CONFIGURATION.start

INSTALLED_APPS = [
    "waymark.site",
    "waymark.reports",
    "waymark.exchange",
    "waymark.readiness",
    "waymark.conformity",
    "waymark.documents",
    "waymark.context",
    "waymark.competence",
    "waymark.evidence",
    "waymark.tasks",
    "waymark.signing",
    "waymark.work",
    "waymark.catalogue",
    "waymark.records",
    "waymark.people",
    "waymark.trail",
    "waymark.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks_db",
    "csp",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After the one that serves what is public and never changes under its name.
    "waymark.site.edge.PrivateMiddleware",
    "waymark.site.compression.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the one that reads forms, which would take in a body of any length to find its token.
    "waymark.site.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "waymark.people.middleware.ReaderMiddleware",
    "waymark.people.interrupted.InterruptedMiddleware",
    "waymark.site.edge.RefusalMiddleware",
    # Last, so that allauth sees its own exceptions (such as "prove once more that it is you") before the edge does.
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        # Jinja2's own folder name would be `jinja2`; ours says `templates`, as the house asks.
        "NAME": "jinja",
        "OPTIONS": {
            "environment": "waymark.site.pages.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "waymark.site.pages.shell",
            ],
        },
        "APP_DIRS": False,
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
TEMPLATES[0]["DIRS"] = [
    _SOURCE / app / "templates"
    for app in (
        "site",
        "reports",
        "exchange",
        "readiness",
        "conformity",
        "documents",
        "context",
        "competence",
        "evidence",
        "tasks",
        "signing",
        "work",
        "catalogue",
        "records",
        "people",
        "trail",
        "core",
    )
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

DATABASES = {"default": CONFIGURATION.database}
# Guesses and requests of programs are counted apart from the records: on SQLite a writer would keep readers waiting,
# and a full disk would keep everybody out (docs/decisions/0023-reads-that-never-write.md). Several machines may share
# PostgreSQL, and have to count together.
if CONFIGURATION.is_sqlite:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {"BACKEND": "waymark.core.file_cache.FileCache", "LOCATION": str(DATA / "cache.sqlite3")}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "waymark_cache",
            # Over its limit Django throws away what still counts, such as wrong passwords; nobody may fill it so far.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# Background work: rows in the same database, and in the same transaction as the change they follow from.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "waymark.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "change_password": "waymark.people.password_forms.ChangePasswordForm",
    "set_password": "waymark.people.password_forms.SetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Guessing: one account answers ten wrong passwords in ten minutes, one source twenty. A browser that has signed in
# to the account before has a count of its own (waymark.people.sign_in), so a stranger cannot keep its owner out.
ACCOUNT_RATE_LIMITS = {
    # Every try counts below, before its password is looked at; a count of all that come from one address would keep
    # those out who only share it with somebody who guesses.
    "login": None,
    "login_failed": "20/10m/ip,10/10m/key",
    "login_failed_known": "10/10m/key",
    # Right ones too, of one account from one address: each costs the machine the check of a password.
    "login_tried": "100/10m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONFIGURATION.behind_proxy else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Waymark"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.base_url.startswith("https")
# A passkey cannot be guessed; the limit is there because each try keeps its challenge for a while.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "add_webauthn": "waymark.people.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "waymark.people.passkeys.PasskeyForm",
    "login_webauthn": "waymark.people.passkeys.SignInByPasskeyForm",
    "reauthenticate_webauthn": "waymark.people.passkeys.ConfirmByPasskeyForm",
}

SESSION_COOKIE_AGE = CONFIGURATION.session_hours * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.secure_cookies
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "waymark.site.edge.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

if CONFIGURATION.email is not None:
    # Nothing here depends on mail; where there is a server, people hear of changes to their sign-in.
    globals().update(CONFIGURATION.email)
ACCOUNT_EMAIL_NOTIFICATIONS = CONFIGURATION.email is not None

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [_SOURCE / "locale"]
# Looking sentences up costs a tenth of a page; with one language there is nothing to find.
USE_I18N = len(LANGUAGES) > 1
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "waymark.site.bundles.BundleFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA / "files")},
    },
    "evidence": {
        "BACKEND": "waymark.evidence.files.store.ContentStore",
        "OPTIONS": {"location": str(DATA / "evidence")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

# A form of ours has few fields. What a view takes beyond them it declares (core.bodies); more is refused unread.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Somebody who ticks ten thousand lines is told in words how many may be changed at once; ten times that is noise.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "waymark.evidence.files.uploads.StreamedUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "waymark.core.log_lines.Line"}},
    "filters": {"seldom": {"()": "waymark.core.log_lines.Seldom"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["seldom"]}},
    "root": {"handlers": ["stderr"], "level": CONFIGURATION.log_level},
    # A page that does not exist, or a form without its token, is the visitor's matter, not the operator's.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.csrf": {"level": "ERROR"}},
}
