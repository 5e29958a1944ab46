from django.core.management import CommandError
from tqdm import tqdm

from jobtracker.commands import BaseCommand
from tracking.domain import repairs
from tracking.models import JobTracking


class Command(BaseCommand):
    help = """Check that stages and events agree: the latest event decides the stage, an answer has its offer
and excludes the other answer, nothing is rejected twice.

Nothing the product does breaks these rules; rows written by hand can. Each broken tracking is named. Without
--fix nothing is changed, and the exit status is 1 if one is broken. With --fix each is mended, and what was done
is said: surplus rejections and answers become text in the note of the one that stays, a missing offer is
added, and the stage follows the events."""
    examples = "manage.py check_tracking --fix"

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="mend what is broken, and say how")

    def handle(self, *, fix: bool, **options):
        everything = JobTracking.objects.all()
        checked = broken = 0
        with tqdm(
            repairs.find(everything), total=everything.count(), unit=" trackings", disable=None, leave=False
        ) as found:
            for pk, faults in found:
                checked += 1
                if not faults:
                    continue
                broken += 1
                found.clear()
                for fault in faults:
                    self.stdout.write(f"Tracking {pk}: {fault.label}")
                if fix:
                    for done in repairs.repair(everything, pk):
                        self.stdout.write(f"Tracking {pk}: {done}")
        self.stdout.write(f"{checked} trackings checked, {broken} broken{', all mended' if broken and fix else ''}.")
        if broken and not fix:
            raise CommandError("Run `manage.py check_tracking --fix` to mend them.")
