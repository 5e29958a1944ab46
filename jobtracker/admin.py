"""The admin's site: what holds for the pages of every model."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import DataError


class AdminSite(admin.AdminSite):
    def login(self, request, extra_context=None):
        """Staff sign in where everybody does: there tries are limited, and second factors would be asked for."""
        return secure_admin_login(super().login)(request, extra_context=extra_context)

    def admin_view(self, view, cacheable=False):
        """A filter in the address that is no value of its column is the address's mistake, not ours."""

        @wraps(view)
        def checked(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except (DataError, OverflowError) as error:
                if request.method != "GET":
                    raise
                raise BadRequest("A value in this address is none that its column can have.") from error

        return super().admin_view(checked, cacheable)
