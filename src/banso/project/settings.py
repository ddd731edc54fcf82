"""Django settings, derived from the operator's environment (see environment.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from banso.project.environment import kept_secret, read_environment

ENV = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent
DEMO = ENV.mode == "demo"
# The demonstration keeps to a folder of its own: removing the folder removes all of it.
VAR = (ENV.var / "demo" if DEMO else ENV.var).resolve()
PRODUCTION = ENV.mode == "production"
DEBUG = False

SECRET_KEY = ENV.secret_key or kept_secret(VAR, "session")
JOURNAL_KEY = ENV.journal_key or kept_secret(VAR, "journal")
ALLOWED_HOSTS = ENV.allowed_hosts or [ENV.host]
if not PRODUCTION:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "testserver"]
BASE_URL = ENV.base_url
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "banso.apps.accounts",
    "banso.apps.journal",
    "banso.apps.jobs",
    "banso.apps.directory",
    "banso.apps.documents",
    "banso.apps.notices",
    "banso.apps.programmes",
    "banso.apps.policies",
    "banso.apps.intake",
    "banso.apps.providers",
    "banso.apps.new_exporters",
    "banso.apps.selection",
    "banso.apps.casework",
    "banso.apps.matching",
    "banso.apps.fees",
    "banso.apps.sales",
    "banso.apps.malls",
    "banso.apps.transfers",
    "banso.apps.search",
    "banso.apps.corrections",
    "banso.apps.behalf",
    "banso.apps.years",
    "banso.apps.privacy",
    "banso.apps.imports",
    "banso.apps.channels",
    "banso.apps.products",
    "banso.apps.catalogue",
    "banso.apps.buyers",
    "banso.apps.street",
    "banso.apps.inquiries",
    "banso.apps.meetings",
    "banso.apps.orders",
    "banso.apps.surveys",
    "banso.apps.snapshots",
    "banso.apps.evidence",
    "banso.apps.today",
    "banso.demo",
    "banso.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "banso.apps.accounts.middleware.AccessMiddleware",
    "banso.apps.privacy.middleware.NoticeMiddleware",
]

ROOT_URLCONF = "banso.project.urls"
WSGI_APPLICATION = "banso.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "banso.web.context.page",
            ],
            "builtins": ["banso.web.templatetags.banso"],
        },
    }
]
FORM_RENDERER = "banso.web.forms.Renderer"

#: Where snapshots of casework lie, a folder each; among the uploads, so that backups hold them.
SNAPSHOTS = VAR / "uploads" / "snapshots"
DATABASE_FILE = VAR / ("demo.sqlite3" if DEMO else "banso.sqlite3")
DATABASES = {
    "default": dj_database_url.parse(
        ENV.database_url or f"sqlite:///{DATABASE_FILE}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL and IMMEDIATE keep concurrent writers from failing; FULL keeps what was acknowledged in a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # PostgreSQL reckons with turning disks: for a broad word of the catalogue it then read all products.
    given = DATABASES["default"].setdefault("OPTIONS", {})
    given["options"] = f"-c random_page_cost=1.1 {given.get('options', '')}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# In the demonstration everybody enters as an example of a role; the sign-in page is one link away.
LOGIN_URL = "accounts:enter_as" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "today:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "banso.apps.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
_ACCOUNT_FORMS = "banso.apps.accounts.forms."
ACCOUNT_FORMS = {
    "login": _ACCOUNT_FORMS + "LoginForm",
    "signup": _ACCOUNT_FORMS + "SignupForm",
    "reset_password": _ACCOUNT_FORMS + "ResetPasswordForm",
    "reset_password_from_key": _ACCOUNT_FORMS + "ResetPasswordKeyForm",
    "change_password": _ACCOUNT_FORMS + "ChangePasswordForm",
    "reauthenticate": _ACCOUNT_FORMS + "ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": _ACCOUNT_FORMS + "AuthenticateForm",
    "reauthenticate": _ACCOUNT_FORMS + "MfaReauthenticateForm",
    "activate_totp": _ACCOUNT_FORMS + "ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Banso"

LANGUAGE_CODE = ENV.language
#: Chinese is spoken on the pages of Japan Street only; elsewhere who reads it gets English.
LANGUAGES = [("ja", _("Japanese")), ("en", _("English")), ("zh-hans", _("Chinese"))]
#: The languages in which products are described; the first two are always needed.
PRODUCT_LANGUAGES = [("ja", _("Japanese")), ("en", _("English")), ("zh", _("Chinese"))]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "banso_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "uploads"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False

# How often a program may call the API by one token.
API_REQUESTS_A_MINUTE = 300
MAX_UPLOAD_BYTES = ENV.max_upload_mb * 1024 * 1024
CLAMD = ENV.clamd
DOCUMENT_BYTES_A_FIRM = ENV.document_mb_a_firm * 1024 * 1024
DOCUMENT_DAYS_KEPT = ENV.document_days_kept
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A table of a policy is one form: rows times columns.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "banso.web.uploads.RefuseTooLargeHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "banso.web.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if ENV.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

if ENV.mail_url:
    _mail = urlsplit(ENV.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 20
else:
    # Nothing can be sent: each message lands in a folder where an operator can read it.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    # They tell of every look into the queue; the worker itself tells of what goes wrong.
    "loggers": {"django_tasks": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}
