import os
from pathlib import Path

from django.core.management import CommandError
from tqdm import tqdm

from accounts.management.accounts import account_of
from jobtracker import ownership
from jobtracker.commands import BaseCommand
from tracking.storage import StorageUnavailableError


class Command(BaseCommand):
    help = """Export all that an account owns: one ZIP of JSON lines and resumes, which `manage.py import_user` reads,
here or in another instance. Passwords, second factors and tokens are not in it."""
    examples = "manage.py export_user maya@example.org --output maya.zip"

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: jobtracker-EMAIL.zip, here")
        parser.add_argument("--force", action="store_true", help="replace a file of that name")

    def handle(self, *, email: str, output: Path | None, force: bool, **options):
        user = account_of(email, advice="the admin lists those there are")
        path = output or Path(f"jobtracker-{user.email.replace('/', '_')}.zip")
        if path.exists() and not force:
            raise CommandError(f"{path} is there already: name another with --output, or replace it with --force.")
        part = path.with_name(path.name + ".part")
        try:
            # For its owner's eyes alone, and under its name only when it is whole.
            with (
                os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
                tqdm(unit="B", unit_scale=True, disable=None, leave=False) as progress,
            ):
                for piece in ownership.export(user):
                    progress.update(file.write(piece))
            part.replace(path)
        except StorageUnavailableError as error:
            part.unlink()
            raise CommandError(f"The object store does not answer: {error}. Run this again when it does.") from error
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Exported {user.email} to {path} ({path.stat().st_size:,} bytes).")
