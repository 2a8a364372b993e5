"""Settings, read from the environment. `.env.example` says what each one means."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

from portal.key_settings import keys_in, old_secret_keys, one_key_in
from portal.production import check_names, check_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

PORTAL_ENV = os.environ.get("PORTAL_ENV", "embedded")
if PORTAL_ENV not in {"demo", "embedded", "production"}:
    raise ImproperlyConfigured("PORTAL_ENV must be demo, embedded or production")
IS_DEMO = PORTAL_ENV == "demo"
IS_PRODUCTION = PORTAL_ENV == "production"
if IS_PRODUCTION:
    check_names(os.environ)

DATA_DIR = Path(os.environ.get("PORTAL_DATA_DIR") or BASE_DIR / "var").resolve()
KEYS_DIR = DATA_DIR / "keys"


def kept_key(name: str) -> str:
    """A secret of this machine: made on first use, readable by its owner alone."""
    path = KEYS_DIR / name
    KEYS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Written aside and linked whole: of two programs that start at once none reads an empty key.
        aside = KEYS_DIR / f"{name}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text().strip()


if not IS_PRODUCTION:
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise ImproperlyConfigured(
            f"PORTAL_DATA_DIR cannot be made: {DATA_DIR}: {fault.strerror}"
        ) from None

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = one_key_in(os.environ["SECRET_KEY"] if IS_PRODUCTION else kept_key("secret.key"))
TIME_ZONE = "Europe/London"
# What the old one signed, sessions and links among it, holds until its named day.
SECRET_KEY_FALLBACKS = old_secret_keys(os.environ, datetime.now(ZoneInfo(TIME_ZONE)).date())
# The first of each seals; the others still open, until manage.py rotate_keys has re-sealed everything.
KEY_FILES = {
    "CONCERN_KEYS": KEYS_DIR / "concerns.key",
    "AUTHENTICATOR_KEYS": KEYS_DIR / "authenticators.key",
}
if IS_PRODUCTION:
    CONCERN_KEYS = keys_in(os.environ["CONCERN_KEYS"], "CONCERN_KEYS")
    AUTHENTICATOR_KEYS = keys_in(os.environ["AUTHENTICATOR_KEYS"], "AUTHENTICATOR_KEYS")
else:
    CONCERN_KEYS, AUTHENTICATOR_KEYS = (
        keys_in(kept_key(file.name), str(file)) for file in KEY_FILES.values()
    )
ALLOWED_HOSTS = (
    [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",") if host.strip()]
    if IS_PRODUCTION
    else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
PORTAL_URL = os.environ.get(
    "PORTAL_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [PORTAL_URL] if IS_PRODUCTION else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "portal",
    "demo",
    "reports",
    "reminders",
    "approvals",
    "incidents",
    "verify",
    "register_imports",
    "watch_list",
    "accounts_registry",
    "policies",
    "people",
    "platforms",
    "schools",
    "notifications",
    "documents",
    "drafts",
    "govuk",
    "workflow",
    "sealing",
    "access",
    "audit",
]
MIDDLEWARE = [
    "portal.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "audit.middleware.RequestContextMiddleware",
    "portal.first_run.FirstRunMiddleware",
    "people.sign_in.known_browsers.KnownBrowserMiddleware",
    "people.sign_in.middleware.LeaverMiddleware",
    "people.sign_in.middleware.SecondStepMiddleware",
    "notifications.receipts.ToldMiddleware",
    "portal.typed.middleware.TypedMiddleware",
    "portal.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False


def database(url: str) -> dict[str, object]:
    """postgres://user:password@host:port/name as Django wants it; a host that is a folder is a socket."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


if IS_PRODUCTION or os.environ.get("DATABASE_URL"):
    DATABASES = {"default": database(os.environ["DATABASE_URL"])}
    if os.environ.get("MIGRATE_DATABASE_URL") and os.environ.get("PORTAL_MIGRATING"):
        DATABASES = {"default": database(os.environ["MIGRATE_DATABASE_URL"])}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "portal.sqlite3",
            # Without IMMEDIATE two writers meet as "database is locked".
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing is true only because the cache says so: without it pages are slower, and that is all.
CACHES = {
    "default": {
        "BACKEND": "portal.cache.ForgivingRedisCache",
        "LOCATION": os.environ["CACHE_URL"],
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},  # seconds
    }
    if IS_PRODUCTION or os.environ.get("CACHE_URL")
    else {
        "BACKEND": "portal.cache.ForgivingFileCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.sign_in.backends.ActivePeopleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.sign_in.forms.SignInForm",
    "change_password": "people.sign_in.forms.ChangePasswordForm",
    "reset_password": "people.sign_in.forms.AskForLinkForm",
    "reset_password_from_key": "people.sign_in.forms.ChoosePasswordForm",
    "reauthenticate": "people.sign_in.forms.SignInAgainForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "people.sign_in.links.PasswordLinks"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# The portal counts attempts by itself, in the database (people/attempts, ADR 0012).
ACCOUNT_RATE_LIMITS = False
KNOWN_BROWSER_COOKIE = "__Host-known" if IS_PRODUCTION else "known"
MFA_ADAPTER = "people.sign_in.adapter.MfaAdapter"
MFA_FORMS = {
    "authenticate": "people.sign_in.forms.CodeForm",
    "reauthenticate": "people.sign_in.forms.CodeAgainForm",
    "activate_totp": "people.sign_in.forms.SetUpAppForm",
    "deactivate_totp": "people.sign_in.forms.RemoveAppForm",
    "generate_recovery_codes": "people.sign_in.forms.NewCodesForm",
}
# Nobody signs themself up, so an address on the list of people needs no proof.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = (
    1  # a code of the half-minute before or after: phones are slow, fast and typed from
)
MFA_TOTP_ISSUER = "Official Channels"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if IS_PRODUCTION else "session"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_HSTS_SECONDS = 63_072_000 if IS_PRODUCTION else 0
# Both bind more than this portal, so they are a choice: .env.example says what they bind.
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION and os.environ.get("HSTS_SUBDOMAINS") == "1"
SECURE_HSTS_PRELOAD = IS_PRODUCTION and os.environ.get("HSTS_PRELOAD") == "1"
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_INCLUDE_SUBDOMAINS else ["security.W005"]
SILENCED_SYSTEM_CHECKS += [] if SECURE_HSTS_PRELOAD else ["security.W021"]
# What a proxy says of the visitor is believed only where somebody has said that there is one.
BEHIND_TLS_PROXY = os.environ.get("BEHIND_TLS_PROXY", "")
PROXY_COUNT = os.environ.get("PROXY_COUNT", "1")
if IS_PRODUCTION and BEHIND_TLS_PROXY == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = int(PROXY_COUNT) if PROXY_COUNT.isdecimal() else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "documents.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("PORTAL_STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
# Without a collection yet (plain `runserver`) the source folders are served as they are.
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.storage.Static"},
}

DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "Official Channels <channels@portal.example>"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"
EMAIL_USE_TLS = (os.environ.get("EMAIL_USE_TLS") or ("0" if EMAIL_USE_SSL else "1")) == "1"


def port_in(text: str, otherwise: int) -> int:
    """A port of the mail server; the usual one where none is given."""
    port = int(text) if text.isascii() and text.isdecimal() else 0
    if text and not 0 < port < 65536:
        raise ImproperlyConfigured(f"EMAIL_PORT must be a number from 1 to 65535; it was {text}")
    return port or otherwise


if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise ImproperlyConfigured(
        "EMAIL_USE_TLS (STARTTLS) and EMAIL_USE_SSL (TLS from the first byte) exclude each other: "
        "set one of them to 0"
    )
EMAIL_PORT = port_in(os.environ.get("EMAIL_PORT", ""), 465 if EMAIL_USE_SSL else 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
# Where undeliverable letters come back to; those about concerns by a path of their own.
EMAIL_BOUNCES_TO = os.environ.get("EMAIL_BOUNCES_TO", "")
EMAIL_RESTRICTED_BOUNCES_TO = os.environ.get("EMAIL_RESTRICTED_BOUNCES_TO", "")
# Seconds that a mail server has: to be reached, for each reply, and for a whole letter.
MAIL_DEADLINES = {"connect": 10, "reply": 30, "letter": 120}
# How many letters go at once in one process. One of these is kept for urgent ones.
MAIL_SLOTS = 4
# Without a mail server e-mails stay in the outbox, where the demo shows them.
SENDS_EMAIL = bool(EMAIL_HOST) and not IS_DEMO
# Roles that need a second sign-in step set it up: never in the demonstration, before every page in
# production and wherever e-mail is sent, and else at least before they open a concern.
SECOND_STEP = "never" if IS_DEMO else "always" if IS_PRODUCTION or SENDS_EMAIL else "restricted"
EMAIL_BACKEND = "notifications.smtp.EmailBackend"

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    # No broker server: messages are files (docs/adr/0008).
    QUEUE_DIR = DATA_DIR / "queue"
    (QUEUE_DIR / "in").mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT = "portal.folder_queue:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "folder": str(QUEUE_DIR),
        "polling_interval": 0.2,  # seconds; a whole one would be felt by whoever waits for a download
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # nobody asks, and each start would leave a queue
# Mail has a queue of its own, so that a worker of its own can take it. One that names no queue takes both.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("celery", "mail")]
CELERY_TASK_ROUTES = {
    "notifications.tasks.*": {"queue": "mail"},
    "portal.tasks.mail_heartbeat": {"queue": "mail"},
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
# A message is done when its task is: what a killed worker had in hand is taken again. Every task may
# run twice, because each claims what it does in the database.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 1000
CELERY_BEAT_SCHEDULER = "portal.beat:Scheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5  # seconds
CELERY_BEAT_SCHEDULE_FILENAME = os.environ.get(
    "BEAT_SCHEDULE_FILE", str(DATA_DIR / "beat-schedule")
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # It warns that the file-system transport has no host name.
    "loggers": {"kombu.connection": {"level": "ERROR"}},
}
if IS_PRODUCTION:
    check_settings(globals())
