"""The WSGI application, for gunicorn: ``gunicorn jobtracker.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobtracker.settings")
# A connection for each thread, and one to spare for a burst; kept open between requests.
os.environ.setdefault("DATABASE_POOL_SIZE", str(int(os.environ.get("WEB_THREADS", "4")) + 1))

application = get_wsgi_application()
