from pathlib import Path

from django.core.management import CommandError

from accounts.management.accounts import account_of
from jobtracker import ownership
from jobtracker.archives import Archive, ArchiveError
from jobtracker.commands import BaseCommand
from tracking.storage import StorageUnavailableError

ADVICE = "create it with `manage.py create_user {email}`, or name another with --email"


class Command(BaseCommand):
    help = """Bring an export (`manage.py export_user`, or the settings page) into an account: all of it, or, when
something in it is wrong, nothing. What the account has already is left as it is, so repeating an import is safe.

Postings that this instance knows from the same board are tracked there; of the others the account gets private
copies. The account must exist: `manage.py create_user EMAIL`."""
    examples = """manage.py import_user maya.zip --dry-run
manage.py import_user maya.zip --email maya@jobs.example"""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--email", default="", help="the account it goes into (default: the one it comes from)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *, file: Path, email: str, dry_run: bool, **options):
        try:
            with file.open("rb") as archive:
                user = account_of(email or ownership.owner_of(Archive(archive)), advice=ADVICE)
                outcomes = ownership.restore(user, archive, is_dry=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except ArchiveError as error:
            raise CommandError(f"{file}: {error} Nothing was imported.") from error
        except StorageUnavailableError as error:
            raise CommandError(f"The object store does not answer: {error}. Nothing was imported.") from error
        for name, outcome in outcomes.items():
            made = "would be new" if dry_run else "new"
            self.stdout.write(f"{name}: {outcome.new} {made}, {outcome.known} there already.")
            for remark in outcome.remarks:
                self.stdout.write(f"  {remark}")
