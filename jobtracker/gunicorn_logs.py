"""gunicorn's logs: its messages, as ``jobtracker.logs`` has them written."""

from gunicorn.glogging import Logger


class MessageLogger(Logger):
    """Without the access log, which holds query strings; ``RequestLogMiddleware`` has a line for each request.

    gunicorn would gather what that log could tell as soon as there is a ``logconfig_dict``, for nobody to read.
    """

    access_log_enabled = False
