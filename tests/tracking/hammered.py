"""The product as the hammer meets it: gunicorn's application over the suite's database.

Whoever has the tracking waits up to 20 milliseconds, so that others come in between if they can.
``HAMMER_WITHOUT_LOCK`` takes the tracking's lock out, to prove that the hammer notices: then they can.
"""

import os
import random
import time

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
settings.DATABASES["default"]["NAME"] = os.environ["HAMMER_DATABASE"]
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after setup

from tracking.querysets import JobTrackingQuerySet  # noqa: E402 - after setup

locked = JobTrackingQuerySet.locked


def slowly(whose, pk):
    tracking = whose.get(pk=pk) if "HAMMER_WITHOUT_LOCK" in os.environ else locked(whose, pk)
    time.sleep(random.uniform(0, 0.02))
    return tracking


JobTrackingQuerySet.locked = slowly

application = get_wsgi_application()
