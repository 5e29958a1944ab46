"""Who asks, and what follows from it for every request."""

from django.utils import timezone

PATH_WITHOUT_TIMES = "/api/"  # it answers in UTC, and has no session to look up when a token is sent


class TimeZoneMiddleware:
    """Times on pages are told in the time zone of whoever reads them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(PATH_WITHOUT_TIMES) or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)


class PlainCookiesMiddleware:
    """Cookies that no page of ours sets are dropped: a quoted one can hold NUL, which the database refuses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if value.isprintable()}
        return self.get_response(request)
