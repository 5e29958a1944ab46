"""The product's settings, with what makes a suite quick: a cheap password hash, static files unhashed."""

from jobtracker.settings import *  # noqa: F403
from jobtracker.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
