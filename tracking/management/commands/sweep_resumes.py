from django.core.management import CommandError
from tqdm import tqdm

from jobtracker.commands import BaseCommand
from tracking import storage
from tracking.domain import resumes, sweeps
from tracking.models import JobTracking

HOURS = int(sweeps.GRACE.total_seconds()) // 3600
LOST_SHOWN = 20


class Command(BaseCommand):
    help = f"""Remove the resumes in the object store that no tracked job points to: uploads that were never
confirmed, and what an outage left behind. Those younger than {HOURS} hours are left alone, for an upload may be
under way. The worker does the same daily, but removes no former resumes while more are stray than belong to somebody.

The other way round, jobs whose resume is gone from the store are named, and the exit status is 1: restore the
objects from a backup, or give them up with --forget-lost. Nothing the product does leads there."""
    examples = "manage.py sweep_resumes --dry-run"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--forget-lost", action="store_true", help="let jobs whose resume is gone have none")
        parser.add_argument("--force", action="store_true", help="even if hardly anything fits together")

    def handle(self, *, dry_run: bool, forget_lost: bool, force: bool, **options):
        try:
            with self._progress("listed", None) as progress, sweeps.take_stock(progress.update) as stock:
                progress.close()
                if stock.is_doubtful and not (force or dry_run):
                    raise CommandError(
                        f"No tracked job points to {stock.orphans} of {stock.objects} objects, and {stock.unlisted} of "
                        f"{stock.resumes} resumes are not there. Do this database and this bucket belong together? "
                        "If they do, run `manage.py sweep_resumes --force`."
                    )
                self._remove_orphans(stock, dry_run=dry_run)
                lost = self._tell_lost(is_forgotten=forget_lost and not dry_run)
        except storage.StorageUnavailableError as error:
            raise CommandError(f"The object store does not answer: {error}. Run this again when it does.") from error
        if lost and (dry_run or not forget_lost):
            raise CommandError(
                f"The resumes of {lost} tracked jobs are gone. Restore them from a backup of the object store, "
                "or run `manage.py sweep_resumes --forget-lost`."
            )

    def _remove_orphans(self, stock: sweeps.Stock, *, dry_run: bool) -> None:
        if not dry_run:
            with self._progress("removed", stock.orphans) as progress:
                sweeps.remove_orphans(progress.update)
        self.stdout.write(
            f"{stock.objects} objects: {'would remove' if dry_run else 'removed'} {stock.orphans} that no tracked job "
            f"points to ({stock.unconfirmed} of them never confirmed)"
            + (f", left {stock.young} younger than {HOURS} hours." if stock.young else ".")
        )

    def _tell_lost(self, *, is_forgotten: bool) -> int:
        everything = JobTracking.objects.all()
        count = 0
        for pk, key in sweeps.lost():
            if is_forgotten:
                resumes.forget(everything, pk, key)
            count += 1
            if count <= LOST_SHOWN:
                self.stdout.write(f"Tracking {pk}: {key} is gone{', and now forgotten' if is_forgotten else ''}.")
        if count > LOST_SHOWN:
            self.stdout.write(f"… and {count - LOST_SHOWN} more.")
        return count

    def _progress(self, what: str, total: int | None) -> tqdm:
        return tqdm(total=total, unit=f" {what}", disable=None, leave=False)
