"""The admin in tests: its addresses, and who may do what there."""

import importlib

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User

_SUPPORT = (
    importlib.import_module("tracking.migrations.0006_support_group").make,
    importlib.import_module("tracking.migrations.0008_support_sees_runs").allow,
    importlib.import_module("tracking.migrations.0011_support_mends_accounts").allow,
)


def url(model, page: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def allow(client: Client, *codenames: str) -> None:
    """Give the fixture ``staff`` these permissions, and no others."""
    client.user.user_permissions.set(Permission.objects.filter(codename__in=codenames))


def join_support(user: User) -> None:
    for migration in _SUPPORT:  # a test that empties the tables may have removed it
        migration(apps)
    user.groups.add(Group.objects.get(name="Support"))


def addresses_of(user: User) -> list[tuple[str, bool, bool]]:
    """(address, whether confirmed, whether the account's own)"""
    return list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))
