from django.core.management import CommandError
from django.template.defaultfilters import pluralize
from tqdm import tqdm

from jobtracker.commands import BaseCommand
from search.domain import syncing, vocabulary
from search.models import ImportRun, JobBoard
from search.postings import Source


class Command(BaseCommand):
    help = """Fetch the job boards that are due: those on the Boards page, every six hours, later after a failure.

One request at a time for each host, two seconds apart. Only a whole list closes postings, and only those that
are missing twice in a row; where half of a board is gone, nothing is closed before a second look.
A board that fails is named, the others are fetched all the same, and the exit status is 1."""
    examples = """manage.py sync_boards
manage.py sync_boards --source lever --board acme --all"""

    def add_arguments(self, parser):
        live = [source.value for source in Source if source in syncing.addresses.SITES]
        parser.add_argument("--source", choices=live, metavar="SOURCE", help=f"only boards of: {', '.join(live)}")
        parser.add_argument("--board", metavar="TOKEN", help="only the board of that name")
        parser.add_argument("--all", action="store_true", help="also those that are not due yet")

    def handle(self, *, source: str | None, board: str | None, **options):
        chosen = JobBoard.objects.enabled() if options["all"] else JobBoard.objects.due()
        if source:
            chosen = chosen.filter(source=source)
        if board:
            chosen = chosen.filter(token=board)
        boards = list(chosen.select_related("company"))
        if not boards:
            self._explain_nothing()
            return
        failed = []
        with tqdm(boards, unit=" boards", disable=None, leave=False) as progress:
            for one in progress:
                progress.set_postfix_str(str(one)[:30], refresh=True)
                try:
                    run = syncing.sync(one)
                except syncing.AlreadyRunningError as error:
                    self.stdout.write(f"{error}")
                    continue
                if run.outcome == ImportRun.Outcome.FAILED:
                    failed.append(f"{one}: {run.message}")
                else:
                    self.stdout.write(f"{one}: {_told(run)}")
        vocabulary.settle()
        if failed:
            count = f"{len(failed)} of {len(boards)} board{pluralize(boards)}"
            raise CommandError("\n".join([f"{count} could not be brought up to date:", *failed]))

    def _explain_nothing(self) -> None:
        enabled = JobBoard.objects.enabled()
        if following := enabled.order_by("next_sync_at").first():
            self.stdout.write(
                f"No such board is due; the next of all is {following}, at {following.next_sync_at:%Y-%m-%d %H:%M} UTC "
                "(--all fetches those that are not due, too)."
            )
        else:
            self.stdout.write("There are no boards to fetch: add one on the Boards page.")


def _told(run: ImportRun) -> str:
    numbers = (
        f"{run.seen} posting{pluralize(run.seen)}: {run.new} new, {run.changed} changed, {run.reopened} reopened, "
        f"{run.closed} closed, {run.refused} refused"
    )
    if run.outcome == ImportRun.Outcome.DOUBTED:
        return f"{numbers}. Half of it or more is gone: nothing is closed before a second look."
    return f"{'unchanged, ' if run.outcome == ImportRun.Outcome.UNCHANGED else ''}{numbers}."
