from jobtracker.commands import BaseCommand
from search.domain import demo


class Command(BaseCommand):
    help = "Bring in the demo postings: made-up jobs of made-up companies, to look around with. Safe to repeat."
    examples = "manage.py load_demo"

    def handle(self, **options):
        summary = demo.load()
        self.stdout.write(f"{summary.seen} demo postings, {summary.new} of them new.")
