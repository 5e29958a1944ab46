"""Whether we are alive, and whether we can work: for load balancers and people."""

import http.client
import logging
import urllib.error
import urllib.request

from django.conf import settings
from django.db import Error, connection
from django.http import JsonResponse
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

PATHS = ("/healthz", "/readyz")
OBJECT_STORE_SECONDS = 1.0


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments) -> None:
        """None, and a redirect is an answer like any other."""


# Asks the store itself: what a redirect or a proxy leads to says nothing about it.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


class HealthMiddleware:
    """Answers before the host's name is checked: load balancers, containers and `up` ask an address.

    That they need not ask by HTTPS is a setting of Django's, SECURE_REDIRECT_EXEMPT.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info not in PATHS:
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)
        return match.func(request)


@require_safe
@never_cache
def healthz(request):
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request):
    """200 while the database answers, else 503; the object store's state is told, and changes nothing."""
    is_database_ok = _is_database_ok()
    body = {
        "status": "ok" if is_database_ok else "unavailable",
        "database": "ok" if is_database_ok else "unavailable",
        "object_store": "ok" if _is_object_store_ok() else "unavailable",
    }
    return JsonResponse(body, status=200 if is_database_ok else 503)


def _is_database_ok() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        logger.warning("Not ready: the database does not answer.", exc_info=error)
        return False
    return True


def _is_object_store_ok() -> bool:
    """Any answer counts, a refusal too: we ask whether it is there, not whether a key fits."""
    endpoint = settings.AWS_S3_ENDPOINT_URL
    try:
        _opener.open(endpoint, timeout=OBJECT_STORE_SECONDS).close()
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            logger.warning("The object store does not answer: %r", error)
        return error.code < 500
    except (OSError, http.client.HTTPException) as error:
        logger.warning("The object store does not answer: %r", error)
        return False
    return True
