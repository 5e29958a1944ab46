"""Django's ``migrate`` on a table that people use meanwhile."""

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.utils import OperationalError
from psycopg.errors import LockNotAvailable

from jobtracker.commands import WithExamples

LOCK_TIMEOUT = "2s"


class Command(WithExamples, migrate.Command):
    help = """Update the database to this version.

A step that needs a table to itself waits for it for a moment only (--lock-timeout): while it waited, everybody else
who wants the table would wait behind it."""
    examples = """manage.py migrate
manage.py migrate --lock-timeout 10s"""

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-timeout",
            default=LOCK_TIMEOUT,
            help="how long to wait for a lock, as PostgreSQL reads it (default: %(default)s; 0 is for ever)",
        )

    def handle(self, *args, lock_timeout: str = LOCK_TIMEOUT, **options):
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            [before] = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [lock_timeout])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise CommandError(
                f"A table was in use for longer than {lock_timeout}. The step that was refused has changed nothing, "
                "and those before it are done: run this again, in a quieter moment or with a longer --lock-timeout."
            ) from error
        finally:
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
