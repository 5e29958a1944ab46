from django.conf import settings
from django.core.management import CommandError

from jobtracker.commands import BaseCommand
from tracking import notes

PATH = settings.BASE_DIR / "static" / "js" / "tracking-schema.js"


class Command(BaseCommand):
    help = """Write the declared notes (tracking/notes.py) as the JavaScript module from which pages make their forms:
static/js/tracking-schema.js."""
    examples = "manage.py generate_tracking_schema --check"

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit with 1 if the file is out of date"
        )

    def handle(self, *, check: bool, **options):
        name = PATH.relative_to(settings.BASE_DIR)
        wanted = notes.javascript()
        if PATH.exists() and PATH.read_text(encoding="utf-8") == wanted:
            self.stdout.write(f"{name} is up to date.")
            return
        if check:
            raise CommandError(f"{name} is out of date: run `manage.py generate_tracking_schema` and commit it.")
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"Wrote {name}.")
