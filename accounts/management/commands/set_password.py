from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from accounts.domain import passwords
from accounts.management.passwords import read_password
from accounts.models import User


class Command(BaseCommand):
    help = """Give an account a new password and sign it out everywhere.

The password is read from standard input: its first line, or asked for on a terminal. API tokens and the second
factor stay as they are."""

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email: str, **options):
        address = User.objects.normalize_email(email)
        user = User.objects.filter(email=address).first()
        if user is None:
            raise CommandError(f"There is no account {address}: create it with `manage.py create_user {address}`.")
        password = read_password(otherwise="nothing was changed")
        try:
            password_validation.validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        ended = passwords.reset(user, password)
        self.stdout.write(f"{user.email} has a new password; {ended} sessions were signed out.")
        if not user.is_active:
            self.stderr.write("The account is not active: nobody can sign in to it.")
