"""The group of support staff, with the least that mending data needs (see tracking/admin.py).

Users and tokens can be looked at, tokens revoked; nobody here can make anybody a superuser, or act as somebody.
"""

from django.db import migrations

NAME = "Support"
PERMISSIONS = {
    ("tracking", "jobtracking"): ["view", "change", "delete"],
    ("tracking", "trackingevent"): ["view", "add", "change", "delete"],
    ("search", "job"): ["view", "change"],
    ("search", "company"): ["view", "change"],
    ("search", "jobboard"): ["view"],
    ("accounts", "user"): ["view"],
    ("accounts", "apitoken"): ["view", "delete"],
}


def make(apps, schema_editor=None, *, permissions=PERMISSIONS):
    """Django itself makes permissions after all migrations have run: too late to hand them out here."""
    content_type = apps.get_model("contenttypes", "ContentType")
    permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    for (app_label, model), actions in permissions.items():
        kind, _ = content_type.objects.get_or_create(app_label=app_label, model=model)
        verbose_name = apps.get_model(app_label, model)._meta.verbose_name
        for action in actions:
            granted, _ = permission.objects.get_or_create(
                content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {verbose_name}"}
            )
            group.permissions.add(granted)


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("search", "0001_initial"),
        ("tracking", "0005_phase_4c_rules"),
    ]

    operations = [migrations.RunPython(make, remove)]
