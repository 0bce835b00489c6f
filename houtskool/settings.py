"""Settings, read from the environment once; each variable is explained in docs/settings.md."""

from __future__ import annotations

import contextlib
import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import quote

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

django_stubs_ext.monkeypatch()


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "ja"}


def _words(name: str) -> list[str]:
    return os.environ.get(name, "").replace(",", " ").split()


def _secret_key(folder: Path) -> str:
    """The key from the environment, or one made once and kept in the data folder for its owner only."""
    if given := os.environ.get("HOUTSKOOL_SECRET_KEY"):
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written whole and then linked into place: of two first processes one makes the key, both read it.
        made = folder / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(made, kept)
        made.unlink()
    return kept.read_text()


FOLDER = Path(os.environ.get("HOUTSKOOL_FOLDER", "var")).resolve()

# --- who uses it
MUNICIPALITY = os.environ.get("HOUTSKOOL_MUNICIPALITY", "Gemeente")
# Where an objection to a decision is sent to: the address in words, as a letter says it.
OBJECTIONS = os.environ.get("HOUTSKOOL_OBJECTIONS", "") or f"{MUNICIPALITY}, afdeling bezwaarschriften"
MUNICIPALITY_URI = os.environ.get("HOUTSKOOL_MUNICIPALITY_URI", "")
# Only the example fixes its reference date; an empty value means today.
REFERENCE_DATE = (
    date.fromisoformat(os.environ["HOUTSKOOL_REFERENCE_DATE"])
    if os.environ.get("HOUTSKOOL_REFERENCE_DATE")
    else None
)
EXAMPLE = _flag("HOUTSKOOL_EXAMPLE")
if EXAMPLE and (os.environ.get("DATABASE_URL") or not (FOLDER / "voorbeeld.json").exists()):
    raise ImproperlyConfigured("HOUTSKOOL_EXAMPLE is for `houtskool demo` only: it never runs on real data.")

# --- where it runs
SECRET_KEY = _secret_key(FOLDER)
DEBUG = _flag("HOUTSKOOL_DEBUG")
ALLOWED_HOSTS = _words("HOUTSKOOL_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _words("HOUTSKOOL_HOSTS")]
BASE_URL = os.environ.get("HOUTSKOOL_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ROOT_URLCONF = "houtskool.urls"
WSGI_APPLICATION = "houtskool.wsgi.application"

DATABASES = {
    "default": dj_database_url.parse(
        # Quoted, so that a folder may be called anything: an address would end at a "#".
        os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(FOLDER / 'houtskool.sqlite3'))}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start, so that two writers queue instead of failing half-way;
    # FULL keeps what was acknowledged through a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- what it is made of
INSTALLED_APPS = [
    "houtskool.public",
    "houtskool.council",
    "houtskool.programme",
    "houtskool.assessment",
    "houtskool.deliberation",
    "houtskool.inventory",
    "houtskool.process",
    "houtskool.sector",
    "houtskool.records",
    "houtskool.accounts",
    "houtskool.web",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "houtskool.web.language.follow_the_choice",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "houtskool.web.bodies.refuse_large",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "houtskool.web.context.site",
            ],
            "builtins": ["houtskool.web.templatetags.houtskool"],
        },
    }
]
FORM_RENDERER = "houtskool.web.forms.Renderer"

# --- language and time
LANGUAGE_CODE = "nl"
# Dutch until a visitor presses the other; see houtskool/web/language.py.
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
# Days in English as Europe writes them; an English day would else begin with its month.
FORMAT_MODULE_PATH = ["houtskool.web.formats"]
# Every other room is an app, whose catalogue Django finds by itself.
LOCALE_PATHS = [Path(__file__).parent / "documents" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- files
# Counts of sign-in attempts are kept where every web process of this machine sees them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": FOLDER / "cache",
    },
    # Counts of votes are many and short-lived: each process keeps its own, in memory.
    "voting": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "voting",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
# How many requests to vote one network may make in a minute, per process; a hall may share one address.
VOTING_PER_NETWORK = int(os.environ.get("HOUTSKOOL_VOTING_PER_NETWORK", "30000"))
STATIC_URL = "static/"
STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "uploads"
WHITENOISE_USE_FINDERS = True
# A municipality's own look: a folder with its theme.css, after ours. It stays out of the repository.
THEME = os.environ.get("HOUTSKOOL_THEME", "")
if THEME and not (Path(THEME) / "theme.css").is_file():
    raise ImproperlyConfigured("HOUTSKOOL_THEME names a folder that holds theme.css; this one does not.")
STATICFILES_DIRS = [("theme", THEME)] if THEME else []
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_LIMIT = 20 * 1024 * 1024
# Spreadsheets may be longer. No request may be larger than this: it is refused before it is read.
IMPORT_LIMIT = 100 * 1024 * 1024
BODY_LIMIT = IMPORT_LIMIT + 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "houtskool.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "houtskool.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Besides sign-in: the open form, and the page at the door. A room full of people may share one address.
ACCOUNT_RATE_LIMITS = {
    "give_contribution": "60/10m/ip",
    "ask_for_help": "60/10m/ip",
    "mail_contribution": "3/h/key",
    "walk_in": "300/10m/ip",
}

# --- e-mail and background work
EMAIL_BACKEND = os.environ.get("HOUTSKOOL_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_FILE_PATH = FOLDER / "mail"
EMAIL_HOST = os.environ.get("HOUTSKOOL_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("HOUTSKOOL_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HOUTSKOOL_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HOUTSKOOL_EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 30
EMAIL_USE_TLS = _flag("HOUTSKOOL_EMAIL_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("HOUTSKOOL_FROM_EMAIL", "houtskool@gemeente.example")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Seconds between two analyses of conversations in which people are voting.
ANALYSIS_INTERVAL = int(os.environ.get("HOUTSKOOL_ANALYSIS_INTERVAL", "20"))

# --- safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "houtskool.web.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # A page that is not there or not for this reader is an answer, not an accident.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
