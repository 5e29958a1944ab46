"""Logs without personal data: a line for each request, and everything else with what could be somebody's taken out.

A line names a request's method, route, status, duration and user (a number), never its address, which can hold
secrets (a key to set a new password) and what people look for. ``Discreet`` is the second fence: it stands before
every handler and masks addresses, tokens, query strings and the values that a database names in its errors.
"""

import copy
import logging
import re
import time
import uuid
from contextvars import ContextVar

from django.http.request import HttpHeaders
from django.utils.functional import SimpleLazyObject

logger = logging.getLogger("jobtracker.requests")

REQUEST_ID = "X-Request-ID"
GIVEN_ID = HttpHeaders.to_wsgi_name(REQUEST_ID)
QUIET = ("healthz", "readyz")  # asked every few seconds

_request_id: ContextVar[str] = ContextVar("request_id", default="-")

FIELDS = ("request_id", "method", "route", "status", "ms", "user")
"""What we add to a record. Whatever else hangs on one, a whole request for example, goes."""

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_MASKS = [
    (re.compile(r"(?i)\b(bearer\s+)[^\s\"',;]+"), r"\1<secret>"),
    (re.compile(r"(?i)\b(password|secret|sessionid|csrftoken)([\"']?\s*[=:]\s*[\"']?)[^\s\"',;]+"), r"\1\2<secret>"),
    (re.compile(r"\bjt_[\w-]{8,}"), "<token>"),
    (re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)[^\s\"'?]+"), r"\1<key>"),
    (re.compile(r"(\w|/)\?[^\s\"'<>)]+"), r"\1?<query>"),
    (re.compile(r"(?m)^(DETAIL|CONTEXT|LINE \d+):.*(\n\s*\^)?"), r"\1: <values>"),
    (re.compile(r"(?m)(invalid input [\w ]+ for [\w ]+: ).*$"), r"\1<value>"),
]


def masked(text: str) -> str:
    """``text`` with what could be a secret or a person's put out of sight."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text


class Discreet(logging.Filter):
    """Gives each handler a copy of a record that is fit to be kept."""

    def filter(self, record: logging.LogRecord) -> logging.LogRecord:
        fit = copy.copy(record)
        text = record.getMessage()
        if request := getattr(record, "request", None):  # Django's own "Internal Server Error: /path"
            text = text.replace(request.path, route_of(request))
        fit.msg, fit.args = masked(text), None
        if record.exc_info:
            fit.exc_text = masked(logging.Formatter().formatException(record.exc_info))
            fit.exc_info = None
        for name in set(fit.__dict__) - _STANDARD - set(FIELDS):
            delattr(fit, name)
        fit.request_id = _request_id.get()
        return fit


class RequestLogMiddleware:
    """The outermost: gives each request an id, and tells of it when it is answered.

    The id comes from the header ``X-Request-ID`` if a proxy in front has given one, and goes into the answer.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get(GIVEN_ID, "")
        number = given if re.fullmatch(r"[\w-]{8,64}", given, re.ASCII) else uuid.uuid4().hex
        token = _request_id.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            self._tell(request, response.status_code, round((time.perf_counter() - began) * 1000))
            response[REQUEST_ID] = number
            return response
        finally:
            _request_id.reset(token)

    def _tell(self, request, status: int, ms: int) -> None:
        route, user = route_of(request), _user_of(request)
        is_quiet = route in QUIET or (request.resolver_match is None and status < 400)  # or a static file
        level = logging.DEBUG if is_quiet else logging.INFO
        if logger.isEnabledFor(level):
            facts = {"method": request.method, "route": route, "status": status, "ms": ms, "user": user}
            line = "%(method)s %(route)s %(status)s in %(ms)s ms, user %(user)s"
            logger.log(level, line, facts, extra=facts)


def route_of(request) -> str:
    """The name of the route that a request took; a dash where there is none."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.route) if match else "-"


def _user_of(request) -> int | None:
    """The user's number, if the request was found out to be somebody's: we do not look for the sake of a log."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


def configuration(*, form: str, level: str, with_requests: bool) -> dict:
    """The setting ``LOGGING``; ``form`` is "plain", for people, or "json", one object a line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": Discreet}},
        "formatters": {
            "plain": {"format": "{asctime} {levelname} {name} [{request_id}]: {message}", "style": "{"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["asctime", "levelname", "name", "message"],
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["discreet"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            "django.request": {"level": "ERROR"},  # of refusals our own line tells
            # They tell each step of each task, and each request; what came of it, search.tasks tells.
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "jobtracker.requests": {"level": level if with_requests else "WARNING"},
        },
    }
