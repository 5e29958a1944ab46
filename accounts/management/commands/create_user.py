from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from accounts.management.passwords import read_password
from accounts.models import User
from jobtracker.commands import BaseCommand


class Command(BaseCommand):
    help = """Create an account, whose address counts as confirmed.

The password is read from standard input: its first line, or asked for on a terminal."""
    examples = """manage.py create_user maya@example.org --name 'Maya Kessler'
manage.py create_user maya@example.org < password.txt"""

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="how the person is called")

    def handle(self, *, email: str, name: str, **options):
        user = User(email=User.objects.normalize_email(email), name=name)
        password = read_password(otherwise="nothing was created")
        try:
            user.full_clean(exclude=["password"])
            password_validation.validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        User.objects.create_confirmed(user.email, password, name=user.name)
        self.stdout.write(f"Created {user.email}.")
