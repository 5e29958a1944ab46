"""The WSGI application, for gunicorn: ``gunicorn jobtracker.wsgi``."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from jobtracker.environment import WEB_THREADS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobtracker.settings")
# A connection for each thread, and one to spare for a burst; kept open between requests.
os.environ.setdefault("DATABASE_POOL_SIZE", str(WEB_THREADS + 1))

application = get_wsgi_application()
# All pages now, before the first request: with --preload, workers share what is loaded. Frozen, a collection
# does not touch it, which would give each worker a copy of its own.
import_module(settings.ROOT_URLCONF)
gc.freeze()
# A list of 500 trackings makes some 10,000 objects, all of them garbage soon after: looking for cycles among them
# ten times on the way takes a tenth of the request.
gc.set_threshold(20_000, 20, 50)
