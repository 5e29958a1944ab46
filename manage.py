#!/usr/bin/env python
"""Django's command line; with no DATABASE_URL or object store configured it uses the embedded ones."""

import os
import sys

from jobtracker.embedded import EmbeddedError, for_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobtracker.settings")
    try:
        with for_command(sys.argv) as first_run:
            from django.core.management import call_command, execute_from_command_line

            if first_run:
                import django

                django.setup()
                call_command("migrate", verbosity=0)
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(f"manage.py: {error}")


if __name__ == "__main__":
    main()
