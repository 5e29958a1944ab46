"""The product's database and nothing else of it."""

from jobtracker.settings import ALLOWED_HOSTS, DATABASES, SECRET_KEY, TIME_ZONE, USE_TZ  # noqa: F401 - settings

ROOT_URLCONF = "tests.benchmarks.bare.urls"
