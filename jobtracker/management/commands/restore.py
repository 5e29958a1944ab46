from pathlib import Path

from django.core.management import CommandError
from tqdm import tqdm

from jobtracker.backups import restoring
from jobtracker.backups.archive import BackupError
from jobtracker.commands import BaseCommand
from tracking.storage import StorageUnavailableError


class Command(BaseCommand):
    help = """Restore a backup that `manage.py backup` wrote, into an empty database and an empty bucket.

Where there is anything already, nothing is written. Afterwards the rows are counted, the objects compared and the
trackings checked. If it is broken off, run it again."""
    examples = """manage.py restore /backups/jobtracker-2026-03-01.zip
JOBTRACKER_DATA_DIR=/tmp/trial manage.py restore /backups/jobtracker-2026-03-01.zip"""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the backup")

    def handle(self, *, file: Path, **options):
        try:
            with tqdm(unit=" objects", disable=None, leave=False) as progress:
                restored = restoring.restore(file, progress=progress.update)
        except BackupError as error:
            raise CommandError(f"Not restored: {error}") from error
        except StorageUnavailableError as error:
            raise CommandError(f"Not restored: the object store does not answer ({error}).") from error
        self.stdout.write(
            f"Restored the backup of {restored.taken_at:%Y-%m-%d %H:%M} UTC: {restored.rows} rows and "
            f"{restored.objects} objects, all as they were."
        )
        if restored.lost:
            self.stderr.write(
                f"{len(restored.lost)} resumes were gone when the backup was taken: "
                "`manage.py sweep_resumes --dry-run` names them."
            )
        if restored.broken:
            self.stderr.write(
                f"{restored.broken} trackings break a rule, as they did before: `manage.py check_tracking` names them."
            )
        if restored.pending:
            self.stdout.write(
                f"An older version made it: run `manage.py migrate` ({restored.pending} migrations), then "
                "`manage.py check_tracking`. (`manage.py up` does the first by itself.)"
            )
