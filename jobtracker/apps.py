from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class JobtrackerConfig(AppConfig):
    """Wiring only: it is an app for the sake of its commands."""

    name = "jobtracker"


class AdminConfig(admin_apps.AdminConfig):
    default = False  # of this module; the settings name it
    default_site = "jobtracker.admin.AdminSite"
