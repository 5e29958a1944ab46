"""The product as the hammer meets it: gunicorn's application over the suite's database.

``HAMMER_WITHOUT_LOCK`` takes the tracking's lock out, to prove that the hammer notices.
"""

import os

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
settings.DATABASES["default"]["NAME"] = os.environ["HAMMER_DATABASE"]
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after setup

from tracking.querysets import JobTrackingQuerySet  # noqa: E402 - after setup

if "HAMMER_WITHOUT_LOCK" in os.environ:
    JobTrackingQuerySet.locked = lambda self, pk: self.get(pk=pk)

application = get_wsgi_application()
