"""The product's settings, with what makes a suite quick: one connection per thread, a cheap password hash."""

from jobtracker.settings import *  # noqa: F403
from jobtracker.settings import DATABASES, STORAGES

DATABASES["default"]["OPTIONS"].pop("pool")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
