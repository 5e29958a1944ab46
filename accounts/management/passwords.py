"""Passwords for commands: read from standard input, so that they are neither in a history nor on a command line."""

import getpass
import sys

from django.core.management import CommandError


def read_password(*, otherwise: str) -> str:
    """The first line of standard input, or what is typed twice on a terminal.

    :raises CommandError: there is none; the sentence ends with what was ``otherwise`` not done.
    """
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Password (again): "):
            raise CommandError(f"The two passwords differ: {otherwise}.")
    else:
        try:
            password = sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise CommandError("The password on standard input is not text in UTF-8.") from error
    if not password:
        raise CommandError(f"No password came on standard input: {otherwise}.")
    return password
