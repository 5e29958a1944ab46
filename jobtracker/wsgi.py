"""The WSGI application, for gunicorn: ``gunicorn jobtracker.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobtracker.settings")

application = get_wsgi_application()
