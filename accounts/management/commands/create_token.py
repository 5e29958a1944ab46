from django.core.management import CommandError

from accounts.domain import tokens
from accounts.management.accounts import account_of
from accounts.models import ApiToken
from jobtracker.commands import BaseCommand

DAYS_MAX = 3650


class Command(BaseCommand):
    help = "Create an API token for an account and print it, and nothing else. It cannot be shown again."
    examples = "manage.py create_token maya@example.org --name spreadsheet --scope read --days 90"

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="command line", help="what the token is for (default: %(default)s)")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.WRITE)
        parser.add_argument("--days", type=int, help="how long it is valid (default: without end)")

    def handle(self, *, email: str, name: str, scope: str, days: int | None, **options):
        user = account_of(email)
        if not user.is_active:
            raise CommandError(f"The account {user.email} is not active: a token would open nothing.")
        longest = ApiToken._meta.get_field("name").max_length
        if not 0 < len(name.strip()) <= longest:
            raise CommandError(f"A token's name has 1 to {longest} characters.")
        if not name.isprintable():
            raise CommandError("A token's name has no control characters.")
        if days is not None and not 0 < days <= DAYS_MAX:
            raise CommandError(f"A token is valid for 1 to {DAYS_MAX} days.")
        try:
            _, secret = tokens.create(user, name.strip(), scope=scope, days=days)
        except tokens.TooManyTokensError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
