"""The product's settings, but quick: a cheap password hash, static files unhashed, as many calls as one likes."""

import os

from jobtracker.settings import *  # noqa: F403
from jobtracker.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
API_CALLS_PER_MINUTE = 0  # tests call faster than people; those of the limit set one
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = "SERVE_STATIC" in os.environ  # for a browser, by a server that a test starts
