"""Support staff mend accounts (CONTRACT, "Pages", Admin): a name, a time zone, one that is switched off, an address
whose message got lost, a second factor that is lost.

What of that would be a way into somebody's account, or concerns people with rights, ``accounts.admin`` refuses.
Addresses are looked at alone: one is mended by vouching for its account's.
"""

import importlib

from django.db import migrations

support_group = importlib.import_module("tracking.migrations.0006_support_group")

PERMISSIONS = {
    ("accounts", "user"): ["change"],
    ("account", "emailaddress"): ["view"],
    ("mfa", "authenticator"): ["view", "delete"],
}


def allow(apps, schema_editor=None):
    support_group.make(apps, permissions=PERMISSIONS)


def take_back(apps, schema_editor):
    """The version before lets whoever may change an account set its password."""
    through = apps.get_model("auth", "Group").permissions.through.objects
    for (app_label, model), actions in PERMISSIONS.items():
        through.filter(
            group__name=support_group.NAME,
            permission__content_type__app_label=app_label,
            permission__codename__in=[f"{action}_{model}" for action in actions],
        ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("tracking", "0010_updated_at_follows"),
    ]

    operations = [migrations.RunPython(allow, take_back)]
