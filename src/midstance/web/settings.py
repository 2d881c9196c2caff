"""How Django runs here. What a person may change stands in docs/howto/settings.md."""

from pathlib import Path

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from midstance.store.database import databases
from midstance.store.home import read_secret_key
from midstance.web.security import Bind, read_bind

WEB = Path(__file__).parent
BUILT = WEB / "static" / "built"

BIND: Bind = read_bind()
DEBUG = False
SECRET_KEY = SimpleLazyObject(read_secret_key)  # made when first needed, not by looking here
ALLOWED_HOSTS = ["*"]  # security.HostGate checks the host with its port, for every request
DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "midstance.store",
]

MIDDLEWARE = [
    "midstance.web.gates.HeadersGate",
    "django.middleware.locale.LocaleMiddleware",  # before the gates, which speak too
    "midstance.web.gates.HostGate",
    "midstance.web.gates.OriginGate",
    "midstance.web.gates.SoundnessGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "midstance.web.gates.LeftGate",
    "midstance.web.gates.RunnerGate",
]

ROOT_URLCONF = "midstance.web.urls"
WSGI_APPLICATION = "midstance.web.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB, WEB / "pages" / "account" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "midstance.web.components.tags",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "midstance.web.components.frame.frame",
            ],
        },
    }
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [WEB / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]

# A session cookie with the __Host- prefix cannot be set by a neighbour domain; it needs TLS.
COOKIE_PREFIX = "__Host-" if BIND.uses_tls else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}midstance_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BIND.uses_tls
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}midstance_csrf"
CSRF_FAILURE_VIEW = "midstance.web.pages.errors.views.refused_form"
CSRF_TRUSTED_ORIGINS = [BIND.origin]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BIND.uses_tls else None

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
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

# Accounts work without any e-mail: a name, a password, passkeys, codes of an app, recovery codes.
ACCOUNT_ADAPTER = "midstance.web.pages.account.adapter.FirstAccountAdapter"
ACCOUNT_FORMS = {"login": "midstance.web.pages.account.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_USERNAME_MIN_LENGTH = 2
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Midstance"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BIND.uses_tls
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
