from django.apps import AppConfig


class JobtrackerConfig(AppConfig):
    """Wiring only: it is an app for the sake of its commands."""

    name = "jobtracker"
