from jobtracker.commands import BaseCommand
from search.domain import demo


class Command(BaseCommand):
    help = "Remove the demo postings. What somebody tracks stays."
    examples = "manage.py remove_demo"

    def handle(self, **options):
        removed, kept = demo.remove()
        self.stdout.write(f"Removed {removed} demo postings." + (f" {kept} stay: they are tracked." if kept else ""))
