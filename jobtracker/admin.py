"""The admin's site: what holds for the pages of every model, and for those that are only looked at."""

import logging
from contextlib import suppress
from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views import main
from django.core.exceptions import BadRequest, EmptyResultSet, FieldDoesNotExist
from django.db import DataError
from django.shortcuts import redirect

logger = logging.getLogger(__name__)


class ReadOnly:
    """Rows to look at, in a list of their own or as part of another's page: nobody makes or changes them by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ChangeList(main.ChangeList):
    """Django's own lets a column be asked for that no page shows, and values through that it then breaks on: the
    year 9999, half a range."""

    def get_filters(self, request):
        self._refuse_hidden_columns(request)
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise _refused(error) from error

    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        if self.filter_params:
            try:
                with suppress(EmptyResultSet):
                    found.query.get_compiler(found.db).as_sql()  # where a lookup reads its value
            except (OverflowError, ValueError, IndexError) as error:
                raise _refused(error) from error
        return found

    def _refuse_hidden_columns(self, request) -> None:
        """Who may filter by a column can guess it, letter by letter: a second factor's seed, a private posting's text.

        :raises DisallowedModelAdminLookup: the address filters by a column that neither list nor form shows.
        """
        shown = {
            *flatten_fieldsets(self.model_admin.get_fieldsets(request)),
            *(name for name in self.list_display if isinstance(name, str)),
            *(entry[0] if isinstance(entry, tuple) else entry for entry in self.list_filter),
            self.date_hierarchy,
            self.lookup_opts.pk.name,
        }
        shown = {name.partition("__")[0] for name in shown if isinstance(name, str)}
        for lookup in self.get_filters_params():
            with suppress(FieldDoesNotExist):  # which Django answers
                field = self.lookup_opts.get_field(lookup.partition("__")[0])
                if field.name not in shown:
                    raise DisallowedModelAdminLookup(f"Filtering by {lookup} not allowed")


def _refused(error: Exception) -> IncorrectLookupParameters:
    """For Django, which shows the list without its filters then."""
    logger.warning("A filter of the admin was refused.", exc_info=error)
    return IncorrectLookupParameters(error)


def _change_list(model_admin, request, **kwargs) -> type[ChangeList]:
    return ChangeList


class AdminSite(admin.AdminSite):
    def register(self, model_or_iterable, admin_class=None, **options):
        """Leave out what django-allauth registers: secrets of sign-ins, and where people are signed in.

        ``accounts.admin`` has what support needs of it.
        """
        if admin_class is None or not admin_class.__module__.startswith("allauth."):
            super().register(model_or_iterable, admin_class, get_changelist=_change_list, **options)

    def login(self, request, extra_context=None):
        """Staff sign in where everybody does: there tries are limited, and second factors would be asked for."""
        return secure_admin_login(super().login)(request, extra_context=extra_context)

    def password_change(self, request, extra_context=None):
        """Where everybody changes theirs, for the same reason."""
        return redirect("account_change_password")

    def admin_view(self, view, cacheable=False):
        """A value in the address that its column cannot have is the address's mistake, not ours."""

        @wraps(view)
        def checked(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except (DataError, OverflowError) as error:
                if request.method != "GET":
                    raise
                logger.warning("An address of the admin was refused.", exc_info=error)
                raise BadRequest("A value in this address is none that its column can have.") from error

        return super().admin_view(checked, cacheable)
