"""Django's settings, from the typed values of `XJS`; the rest of the house reads only those."""

import os
import sqlite3
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from xunjiasao.project import logs
from xunjiasao.project.deployment import HOUSE, ROOT, Deployment

XJS = Deployment.read(os.environ)

SECRET_KEY = XJS.secret
DEBUG = False
ALLOWED_HOSTS = list(XJS.hosts)
WSGI_APPLICATION = "xunjiasao.project.wsgi.application"
ROOT_URLCONF = "xunjiasao.project.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DOMAINS = [
    f"xunjiasao.domains.{name}"
    for name in (
        "journal",
        "people",
        "places",
        "organizations",
        "catalogue",
        "workers",
        "orders",
        "dispatch",
        "notices",
    )
]
INTERFACES = [f"xunjiasao.interfaces.{name}" for name in ("entry", "api", "console", "site", "admin", "jobs")]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "csp",
    "ninja",
    "xunjiasao.project",
    *DOMAINS,
    *INTERFACES,
]
AUTH_USER_MODEL = "people.Account"

MIDDLEWARE = [
    "xunjiasao.interfaces.entry.middleware.Requests",
    "django.middleware.security.SecurityMiddleware",
    "xunjiasao.interfaces.entry.middleware.Policy",
    "xunjiasao.project.static.Static",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xunjiasao.interfaces.entry.middleware.Answers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "xunjiasao.interfaces.entry.pages.surroundings",
            ],
        },
    }
]

# ── Database ──────────────────────────────────────────────────────────────────────────────────
SQLITE_WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
"""Older versions can lose pages when a WAL is reset under several writers (Source: sqlite.org/wal.html)."""


POOL_WAIT_S = 1.5
"""A database that doesn't answer is said to be down within two seconds; there is a connection for every thread."""


def database(url: str) -> dict[str, Any]:
    """Turn a database address into Django's settings for it."""
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        journal = "WAL" if SQLITE_WAL_IS_SAFE else "TRUNCATE"
        found["CONN_MAX_AGE"] = None
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA mmap_size=0",
        }
    else:
        found["CONN_MAX_AGE"] = 0
        found["CONN_HEALTH_CHECKS"] = True
        found.setdefault("OPTIONS", {})
        found["OPTIONS"] |= {
            "pool": {"min_size": 2, "max_size": XJS.threads + 2, "timeout": POOL_WAIT_S},
            "connect_timeout": 2,
        }
    return found


DATABASES = {"default": database(XJS.database_url)}

# ── Language and time ─────────────────────────────────────────────────────────────────────────
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "xjs_language"
LOCALE_PATHS = [HOUSE / "locale"]

# ── Files that browsers fetch ─────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = XJS.var / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if XJS.testing
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = XJS.var / "files"
WHITENOISE_USE_FINDERS = XJS.testing
WHITENOISE_ALLOW_ALL_ORIGINS = False
CLIENT_H5 = next(
    (built for built in (ROOT / "client/dist/build/h5", HOUSE / "interfaces/site/client_h5") if built.is_dir()), None
)

# ── Safety ────────────────────────────────────────────────────────────────────────────────────
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if XJS.testing
    else "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/admin/"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "xunjiasao.interfaces.entry.pages.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = XJS.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = XJS.https
SECURE_HSTS_SECONDS = 31_536_000 if XJS.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = XJS.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if XJS.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING_CONFIG = "xunjiasao.project.logs.configure"
LOGGING = logs.LOGGING
