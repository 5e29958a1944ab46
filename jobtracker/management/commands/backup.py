from pathlib import Path

from django.core.management import CommandError
from tqdm import tqdm

from jobtracker.backups import taking
from jobtracker.backups.archive import BackupError
from jobtracker.commands import BaseCommand
from tracking.storage import StorageUnavailableError


class Command(BaseCommand):
    help = """Write a backup: the database and the resumes of one moment, in one file, while people go on working.

It is a ZIP archive that only its owner can read. It holds everything people have entered, so keep it as you keep
the database. The secrets of this installation (SECRET_KEY, the object store's keys) are not in it.
`manage.py restore FILE` brings it back, into an empty instance."""
    examples = "manage.py backup /backups/jobtracker-2026-03-01.zip"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where to; there must be nothing yet")

    def handle(self, *, file: Path, verbosity: int, **options):
        try:
            with tqdm(unit=" objects", disable=None, leave=False) as progress:
                taken = taking.take(file, progress=progress.update)
        except BackupError as error:
            raise CommandError(f"No backup was made: {error}") from error
        except StorageUnavailableError as error:
            raise CommandError(f"No backup was made: the object store does not answer ({error}).") from error
        if verbosity:
            self.stdout.write(f"Wrote {file}: {taken.rows} rows and {taken.objects} objects.")
        if taken.lost:
            raise CommandError(
                f"The backup is complete but for {len(taken.lost)} resumes that are gone from the object store: "
                "`manage.py sweep_resumes --dry-run` names them."
            )
