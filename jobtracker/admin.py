"""The admin's site: what holds for the pages of every model."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import DataError


class AdminSite(admin.AdminSite):
    def register(self, model_or_iterable, admin_class=None, **options):
        """Leave out what django-allauth registers: secrets of sign-ins, and where people are signed in.

        ``accounts.admin`` has what support needs of it.
        """
        if admin_class is None or not admin_class.__module__.startswith("allauth."):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request, extra_context=None):
        """Staff sign in where everybody does: there tries are limited, and second factors would be asked for."""
        return secure_admin_login(super().login)(request, extra_context=extra_context)

    def admin_view(self, view, cacheable=False):
        """A filter in the address that is no value of its column is the address's mistake, not ours."""

        @wraps(view)
        def checked(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except (DataError, OverflowError, ValueError) as error:
                if request.method != "GET":
                    raise
                raise BadRequest("A value in this address is none that its column can have.") from error

        return super().admin_view(checked, cacheable)
