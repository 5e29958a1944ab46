"""Every setting, in one file. What an operator may set comes from the environment (see .env.example)."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from jobtracker import logs
from jobtracker.embedded import DataDirectory
from jobtracker.embedded.postgres import Postgres
from jobtracker.embedded.servers import (
    is_database_embedded,
    is_object_store_embedded,
    object_store_settings,
)
from jobtracker.environment import BASE_DIR, env
from jobtracker.pool import check_connection

# --- Where we are -------------------------------------------------------------------------------

DATA_DIRECTORY = DataDirectory()
IS_EMBEDDED = is_database_embedded()  # one person or a family on one machine, started by `manage.py up`
PORT = env.int("PORT", default=8000)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not IS_EMBEDDED:
        raise ImproperlyConfigured("Set SECRET_KEY: with a DATABASE_URL all processes must share one secret.")
    SECRET_KEY = DATA_DIRECTORY.secret("secret_key")

_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=_LOOPBACK)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# A reverse proxy in front sets X-Forwarded-Proto and appends to X-Forwarded-For; without one neither is believed.
IS_BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_BEHIND_PROXY else 0
# Behind HTTPS everything is strict; the embedded product speaks plain HTTP on loopback.
IS_HTTPS = env.bool("HTTPS", default=not (IS_EMBEDDED or DEBUG))

# --- Parts ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "jobtracker",
    "accounts",
    "search",
    "tracking",
    "jobtracker.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "jobtracker.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jobtracker.health.HealthMiddleware",  # behind those that add headers, before those that look at the request
    "django.middleware.gzip.GZipMiddleware",
    "accounts.middleware.PlainCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
]

ROOT_URLCONF = "jobtracker.urls"
WSGI_APPLICATION = "jobtracker.wsgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
            ],
            "builtins": ["jobtracker.templatetags.icons"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

# --- Database -------------------------------------------------------------------------------------

if IS_EMBEDDED:
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **Postgres(DATA_DIRECTORY).connection()}}
else:
    DATABASES = {"default": env.db_url("DATABASE_URL", engine="django.db.backends.postgresql")}

DATABASES["default"] |= {
    "CONN_MAX_AGE": 0,  # the pool keeps connections
    "CONN_HEALTH_CHECKS": True,  # one that died with the server is replaced before anybody notices
}
_options = DATABASES["default"].setdefault("OPTIONS", {})
if env.bool("DATABASE_PREPARED", default=True):
    _options["prepare_threshold"] = 0  # those of jobtracker.binary, at once; Django's own never are
else:  # a pooler by transaction is between, whose next statement may find another connection without the cursor
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
if _pool_size := env.int("DATABASE_POOL_SIZE", default=0):  # the web server asks for one (wsgi.py); commands do not
    _options["pool"] = {
        "min_size": 1,
        "max_size": _pool_size,
        "timeout": 10,  # seconds to wait for a free connection
        "check": check_connection,
    }

# Shared by all processes, so that limits hold whichever answers; in the database, which is there anyway.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Mail -----------------------------------------------------------------------------------------

# Without EMAIL_URL, mail is printed on the terminal.
_mail = env.email_url("EMAIL_URL", default="consolemail://")
HAS_MAIL = "smtp" in _mail["EMAIL_BACKEND"]
_smtp = {
    "host": _mail["EMAIL_HOST"],
    "port": _mail["EMAIL_PORT"],
    "username": _mail["EMAIL_HOST_USER"],
    "password": _mail["EMAIL_HOST_PASSWORD"],
    "use_tls": _mail.get("EMAIL_USE_TLS", False),
    "use_ssl": _mail.get("EMAIL_USE_SSL", False),
    "timeout": 10,  # seconds
}
MAILERS = {"default": {"BACKEND": _mail["EMAIL_BACKEND"], "OPTIONS": _smtp if HAS_MAIL else {}}}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="jobtracker@localhost")

# --- Who you are ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
REMOVE_ACCOUNT = "jobtracker.ownership.remove"  # for the admin of accounts, which knows no other app
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
# Whoever signs up shows by a link in a message that the address is theirs. On one's own machine nobody need set up mail
# for that; with a database of its own and no mail, the operator finds the link on the terminal.
_is_address_confirmed = HAS_MAIL or not IS_EMBEDDED
# Where others come in by another name than this machine's, and need confirm nothing, the operator has to say so.
IS_SIGNUP_OPEN = env.bool("SIGNUP_OPEN", default=_is_address_confirmed or set(ALLOWED_HOSTS) <= set(_LOOPBACK))
SIGNUP_ALLOWED_EMAILS = env.list("SIGNUP_ALLOWED_EMAILS", default=[])  # addresses, or @domain; empty: anybody

# A second factor: an authenticator app and recovery codes; passkeys where the operator wants them.
HAS_PASSKEYS = env.bool("PASSKEYS", default=False)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if HAS_PASSKEYS else [])]
MFA_PASSKEY_LOGIN_ENABLED = HAS_PASSKEYS
MFA_ALLOW_UNVERIFIED_EMAIL = not _is_address_confirmed  # of accounts that are older than the adapter's word
MFA_TOTP_ISSUER = "jobtracker"

# Sign-in by others: Google, and any OpenID Connect provider.
SOCIALACCOUNT_PROVIDERS = {}
_providers = []  # their origins: browsers apply the policy for forms to where a form's answer leads, too
if env.str("GOOGLE_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.google")
    _providers.append("https://accounts.google.com")
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APPS": [{"client_id": env.str("GOOGLE_CLIENT_ID"), "secret": env.str("GOOGLE_CLIENT_SECRET")}],
        "SCOPE": ["openid", "email", "profile"],
        "OAUTH_PKCE_ENABLED": True,
    }
if env.str("OIDC_CLIENT_ID", default=""):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    _providers.append("{0.scheme}://{0.netloc}".format(urlsplit(env.str("OIDC_SERVER_URL"))))
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", default="single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": env.str("OIDC_SERVER_URL")},
            }
        ],
    }
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # a provider's word about an address opens no existing account

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/search"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _is_address_confirmed else "none"
ACCOUNT_FORMS = {"add_email": "accounts.forms.AddressForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None  # the form asks
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(DATA_DIRECTORY.path / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]

_S3_NAMES = (
    "AWS_STORAGE_BUCKET_NAME",
    "AWS_S3_ENDPOINT_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_S3_REGION_NAME",
)
if is_object_store_embedded():
    _s3 = object_store_settings(DATA_DIRECTORY)
else:
    _s3 = {name: env.str(name, default="") or None for name in _S3_NAMES}
    if not _s3["AWS_STORAGE_BUCKET_NAME"]:
        raise ImproperlyConfigured("Set AWS_STORAGE_BUCKET_NAME too: the other S3 settings name an object store.")
AWS_STORAGE_BUCKET_NAME = _s3["AWS_STORAGE_BUCKET_NAME"]
AWS_ACCESS_KEY_ID = _s3["AWS_ACCESS_KEY_ID"]
AWS_SECRET_ACCESS_KEY = _s3["AWS_SECRET_ACCESS_KEY"]
AWS_S3_REGION_NAME = _s3["AWS_S3_REGION_NAME"] or "us-east-1"
AWS_S3_SIGNATURE_VERSION = "s3v4"  # anything else leaves a presigned upload's length unsigned
# "virtual", the bucket in the host's name, is what AWS asks for (no certificate fits a name with a dot); most other
# stores want the bucket in the "path".
_is_aws = not _s3["AWS_S3_ENDPOINT_URL"] and "." not in AWS_STORAGE_BUCKET_NAME
AWS_S3_ADDRESSING_STYLE = env.str("AWS_S3_ADDRESSING_STYLE", default="virtual" if _is_aws else "path")
# The region's own host: the one without a region answers for a new bucket with redirects, which no upload follows.
AWS_S3_ENDPOINT_URL = _s3["AWS_S3_ENDPOINT_URL"] or f"https://s3.{AWS_S3_REGION_NAME}.amazonaws.com"
# Where browsers reach the store, when that is another name than the one this process uses.
AWS_S3_PUBLIC_ENDPOINT_URL = env.str("AWS_S3_PUBLIC_ENDPOINT_URL", default="") or AWS_S3_ENDPOINT_URL
AWS_DEFAULT_ACL = None
AWS_QUERYSTRING_AUTH = True

STORAGES = {
    "default": {"BACKEND": "tracking.s3.ObjectStorage"},
    "browser": {  # signs addresses for browsers; asks the store nothing
        "BACKEND": "tracking.s3.ObjectStorage",
        "OPTIONS": {"endpoint_url": AWS_S3_PUBLIC_ENDPOINT_URL},
    },
    "patient": {"BACKEND": "tracking.s3.PatientObjectStorage"},  # for commands
    "staticfiles": {"BACKEND": "jobtracker.staticfiles.StaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600  # seconds; of the few files without a hash in their name
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Work in the background -----------------------------------------------------------------------

PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 1,  # hosts are asked one at a time anyway
    "delete_jobs": "always",  # what came of a task is kept where it belongs
    "shutdown_graceful_timeout": 5,  # seconds
}
# A machine that was off does the day's task when it is on.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 86400}  # seconds

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"  # of the database; each person's own comes from users.time_zone

# --- API ------------------------------------------------------------------------------------------

API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=600)  # of one person; 0: no limit

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "accounts.api.permissions.HasScope",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttling.CallsPerMinute"],
    "DEFAULT_RENDERER_CLASSES": ["jobtracker.api.bodies.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["jobtracker.api.bodies.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "jobtracker.api.errors.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # "?format=" means nothing here
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "jobtracker",
    "DESCRIPTION": "Find postings, track applications. Send `Authorization: Bearer <token>`.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "jobtracker.api.openapi.describe_refusals",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "Stage": "tracking.stages.Stage",
        "EventType": "tracking.stages.EventType",
        "Workplace": "search.postings.Workplace",
        "EmploymentType": "search.postings.EmploymentType",
        "SalaryPeriod": "search.postings.SalaryPeriod",
        "Source": "search.postings.Source",
    },
}

# --- Security -------------------------------------------------------------------------------------

_store = urlsplit(AWS_S3_PUBLIC_ENDPOINT_URL.rstrip("/"))
if AWS_S3_ADDRESSING_STYLE == "virtual":
    _bucket = f"{_store.scheme}://{AWS_STORAGE_BUCKET_NAME}.{_store.netloc}{_store.path}/"
else:
    _bucket = f"{_store.scheme}://{_store.netloc}{_store.path}/{AWS_STORAGE_BUCKET_NAME}/"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF, _bucket],  # uploading a resume
    "frame-src": [_bucket],  # looking at it
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *_providers],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"  # its template is ours: 403_csrf.html
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from within, where nobody speaks HTTPS
if IS_HTTPS:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_PROXY else None
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes; resumes go straight to the object store
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
IMPORT_MAX_SIZE = 100 * 1024 * 1024  # bytes of an archive that comes through a browser; the command takes any
FILE_UPLOAD_HANDLERS = [
    "jobtracker.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Logs -----------------------------------------------------------------------------------------

LOG_FORMAT = env.str("LOG_FORMAT", default="plain")  # or "json", one object a line
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured("LOG_FORMAT is “plain” or “json”.")
LOGGING = logs.configuration(
    form=LOG_FORMAT,
    level=env.str("LOG_LEVEL", default="INFO"),
    # On one's own machine the terminal is for people.
    with_requests=env.bool("LOG_REQUESTS", default=not IS_EMBEDDED),
)
