"""Django's settings, read from the environment alone. Importing them touches nothing and needs no data folder.

OMBRUK_HUB_DATA folder · DATABASE_URL else SQLite in it · OMBRUK_HUB_SECRET, OMBRUK_HUB_KEY else files in it ·
OMBRUK_HUB_URL public address · OMBRUK_HUB_HOSTS host names answered, comma-separated · OMBRUK_BLOBS bucket for files.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url

from hub import folder

BASE = Path(__file__).resolve().parent
OMBRUK_FOLDER = folder.chosen()
OMBRUK_HUB_KEY = os.environ.get(folder.KEY_VARIABLE, "")
OMBRUK_BLOBS = os.environ.get(folder.BLOBS_VARIABLE, "")
OMBRUK_HUB_URL = os.environ.get("OMBRUK_HUB_URL", "")


def _secret() -> str:
    """From the environment or the folder's file; without either a fresh one, good for this process only."""
    named = os.environ.get(folder.SECRET_VARIABLE)
    if named:
        return named
    try:
        return OMBRUK_FOLDER.secret.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        # Not there yet, or not for this user, which the verbs find out and say.
        return secrets.token_urlsafe(48)


def database(url: str, place: folder.Folder) -> dict[str, Any]:
    """How Django reaches the database at `url`, or SQLite in the hub's folder when it is empty."""
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(place.database),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # One writer at a time, asked for at the start: a lock that is taken later can fail half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: what was acknowledged survives a power cut (with WAL, NORMAL would lose the last commits). What was
            # written ahead goes into the file after 16 MB: a batch writes 3, and every other one would wait for that.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000",
        },
    }


SECRET_KEY = _secret()
DEBUG = False
# A counter reaches the hub by whatever name its network gives it, and no page is built from the Host header;
# whoever publishes the hub names its hosts.
ALLOWED_HOSTS = [host for host in os.environ.get("OMBRUK_HUB_HOSTS", "*").split(",") if host]

INSTALLED_APPS = [
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "hub.agreements",
    "hub.ingest",
    "hub.items",
    "hub.reports",
    "hub.reservations",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.headers.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), OMBRUK_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "bokmål"), ("nn", "nynorsk"), ("en", "English")]
FORMAT_MODULE_PATH = "hub.formats"
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "static/"
# Fetched at set-up; without them the pages are plain but whole. The style names its fonts relative to itself.
_FETCHED = {name: BASE.parent / "resources" / "vendor" / name for name in ("css", "fonts/web")}
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE / "static",
    *((f"vendor/{name}", place) for name, place in _FETCHED.items() if place.is_dir()),
]
# Served straight from where the finders find them: no collecting step that someone can forget.
WHITENOISE_USE_FINDERS = True

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Ten failed logins under one name from one address close the door for a quarter of an hour, to that pair alone:
# neither a colleague nor a stranger can shut an officer out. Passwords are long, so ten tries find none.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "hub.accounts.door.locked"
AXES_CLIENT_IP_CALLABLE = "hub.accounts.door.address"
# Who logged in and when is nobody's business here; failed tries are forgotten (hub.accounts.door).
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "staff"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if OMBRUK_HUB_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [OMBRUK_HUB_URL.rstrip("/")]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # The proxy in front must set this header itself and drop one that a client sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Paths and device ids only: no bodies, names, addresses or user names are ever logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"bugs": {"()": "hub.failures.Bugs"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # An answered problem is the caller's to read; only what the hub did wrong belongs in its log. Under
    # django.security Django writes a traceback per odd request (a Host that cannot be), with what the caller sent.
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["bugs"]},
        "django.security": {"level": "CRITICAL"},
        "axes": {"level": "CRITICAL"},
    },
}
