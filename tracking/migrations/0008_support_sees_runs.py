"""Support staff look up what came of a board's fetches; nobody changes that."""

import importlib

from django.db import migrations

support_group = importlib.import_module("tracking.migrations.0006_support_group")

PERMISSIONS = {("search", "importrun"): ["view"]}


def allow(apps, schema_editor=None):
    support_group.make(apps, permissions=PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_live_boards"),
        ("tracking", "0007_resume_unique"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
