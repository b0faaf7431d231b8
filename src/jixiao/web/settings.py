"""Django's settings (设置), all from the environment; without any, one office on SQLite.

========================  ==========================================================
JIXIAO_DATA               folder of the database and the files (default ``jixiao-data``)
DATABASE_URL              ``postgresql://…`` or ``sqlite:///…``
JIXIAO_SECRET_KEY         else kept in ``<data>/secret.key``, made at the first start
JIXIAO_HOSTS              host names, comma separated (default: this machine's)
JIXIAO_HTTPS              ``1`` where the site is reached by HTTPS
JIXIAO_TWO_FACTOR         ``required`` (default) or ``optional``
JIXIAO_OIDC_*             ISSUER, CLIENT_ID, CLIENT_SECRET, NAME: sign-in by OIDC; CLAIM: which
                          claim is the user name here (default ``preferred_username``)
JIXIAO_DEBUG              ``1`` while developing
========================  ==========================================================
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("JIXIAO_DATA", "jixiao-data")).resolve()


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default) == "1"


def _secret_key() -> str:
    """The key of the environment, else the one kept in the data folder, made when first asked."""
    if key := os.environ.get("JIXIAO_SECRET_KEY"):
        return key
    path = DATA / "secret.key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _origin(url: str) -> list[str]:
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def database(url: str) -> dict[str, Any]:
    """Django's entry for an address; SQLite in the data folder for the empty one."""
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        # Host and port may stand in the query, as for a socket: postgresql:///name?host=/run/…
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or query.pop("user", "")),
            "PASSWORD": unquote(parts.password or query.pop("password", "")),
            "HOST": parts.hostname or query.pop("host", ""),
            "PORT": str(parts.port or query.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    path = unquote(parts.path.removeprefix("/")) if parts.scheme == "sqlite" else ""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path or str(DATA / "jixiao.sqlite3"),
        "CONN_MAX_AGE": 60,
        # Never mmap_size: with it files were damaged when many processes wrote.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


DEBUG = _flag("JIXIAO_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    host for host in os.environ.get("JIXIAO_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]
HTTPS = _flag("JIXIAO_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "jixiao.web.trail",
    "jixiao.web.accounts",
    "jixiao.web.jobs",
    "jixiao.web.documents",
    "jixiao.web.filings",
    "jixiao.web.reviews",
    "jixiao.web.monitoring",
    "jixiao.web.evaluations",
    "jixiao.web.disclosures",
    "jixiao.web.portal",
    "jixiao.web.api",
    "jixiao.web.administration",
]

MIDDLEWARE = [
    "jixiao.web.middleware.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before the static files, which then carry it too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jixiao.web.middleware.PrivateMiddleware",
    "jixiao.web.accounts.middleware.ActivityMiddleware",
    "jixiao.web.accounts.middleware.TwoFactorMiddleware",
    "jixiao.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jixiao.web.urls"
WSGI_APPLICATION = "jixiao.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jixiao.web.context.site",
            ],
            "builtins": ["jixiao.web.templatetags.words"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "portal"
ACCOUNT_ADAPTER = "jixiao.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, or after eight hours
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Sign-ins are limited by address in accounts/urls.py, wrong passwords by axes; this holds for
# wrong codes. None of it counts by address: a whole office may stand behind one.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key"}
ACCOUNT_FORMS = {
    "login": "jixiao.web.accounts.forms.SignInForm",
    "change_password": "jixiao.web.accounts.forms.PasswordForm",
    "reauthenticate": "jixiao.web.accounts.forms.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": "jixiao.web.accounts.forms.CodeForm",
    "reauthenticate": "jixiao.web.accounts.forms.ConfirmCodeForm",
    "activate_totp": "jixiao.web.accounts.forms.SetUpForm",
}
MFA_ADAPTER = "jixiao.web.accounts.adapter.SecondFactorAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "绩效 Jixiao"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_ADAPTER = "jixiao.web.accounts.adapter.SessionsAdapter"
TWO_FACTOR = os.environ.get("JIXIAO_TWO_FACTOR", "required")
OIDC_CLAIM = os.environ.get("JIXIAO_OIDC_CLAIM", "preferred_username")
SOCIALACCOUNT_ADAPTER = "jixiao.web.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("JIXIAO_OIDC_NAME", "统一身份认证"),
                    "client_id": os.environ.get("JIXIAO_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("JIXIAO_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": os.environ["JIXIAO_OIDC_ISSUER"]},
                }
            ]
        }
    }
    if os.environ.get("JIXIAO_OIDC_ISSUER")
    else {}
)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time told holds
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jixiao.web.accounts.views.locked_out"
AXES_VERBOSE = False

CSRF_FAILURE_VIEW = "jixiao.web.errors.forged"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # the embeddable charts of the portal lift it for themselves
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A browser holds the redirect after the form to this as well.
        "form-action": [SELF, *_origin(os.environ.get("JIXIAO_OIDC_ISSUER", ""))],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
}
LIMITS = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "jixiao_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
FILES_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["jixiao.web.documents.upload.LimitedUploadHandler"]
READING_SECONDS = 120  # for one document, in a process apart
READING_MEMORY = 4 * 1024**3
JOB_LEASE = float(os.environ.get("JIXIAO_JOB_LEASE", "60"))  # seconds a silent worker keeps a job

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
