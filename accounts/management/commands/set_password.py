from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from accounts.domain import passwords
from accounts.management.accounts import account_of
from accounts.management.passwords import read_password
from jobtracker.commands import BaseCommand


class Command(BaseCommand):
    help = """Give an account a new password and sign it out everywhere.

The password is read from standard input: its first line, or asked for on a terminal. API tokens and the second
factor stay as they are."""
    examples = """manage.py set_password maya@example.org
manage.py set_password maya@example.org < password.txt"""

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email: str, **options):
        user = account_of(email)
        password = read_password(otherwise="nothing was changed")
        try:
            password_validation.validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        ended = passwords.reset(user, password)
        self.stdout.write(f"{user.email} has a new password; {ended} sessions were signed out.")
        if not user.is_active:
            self.stderr.write("The account is not active: nobody can sign in to it.")
