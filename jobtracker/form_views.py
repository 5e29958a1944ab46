"""Addresses that forms post to and that are no pages themselves.

A leaf: it imports nothing of the apps, they import it.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods


def posted_from(page: str | Callable[..., str]):
    """A view that answers POST alone; a GET is led to ``page``, where its form is.

    Whoever posts when the session has ended comes back by GET once signed in again. ``page`` is the name of an
    address, or makes one of what the view is given.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request, *args, **kwargs):
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return redirect(page(*args, **kwargs) if callable(page) else page)

        return answer

    return decorate
