import re
from pathlib import Path

from django.core.management import CommandError
from django.template.defaultfilters import pluralize
from tqdm import tqdm

from jobtracker.commands import BaseCommand
from search import feeds
from search.domain import importing, vocabulary
from search.feeds import addresses
from search.feeds.ahead import read_files
from search.postings import FeedError, Source

REASONS_SHOWN = 20
SUFFIXES = re.compile(r"(\.(json|xml|rss|html?|txt))?(\.gz)?$", re.IGNORECASE)


class Command(BaseCommand):
    help = """Import files of job boards: what a board's public address answers, as it is or gzipped.

A file's name is the board's token (acme.json.gz is the board "acme") unless --board says otherwise.
Feeds of many employers (Remote OK, Remotive, We Work Remotely) are one board each, whatever the file's name.
Repeating an import is safe: what has not changed is left alone. Nothing is closed unless --complete.
A posting that cannot be read is left out and named; a file that cannot be read is named, the others
are imported all the same, and the exit status is 1."""
    examples = """manage.py import_jobs workday acme.json --company 'Acme Corp'
manage.py import_jobs ashby boards/*.json.gz --complete"""

    def add_arguments(self, parser):
        sources = sorted(source.value for source in feeds.SOURCES)
        parser.add_argument("source", choices=sources, metavar="SOURCE", help=", ".join(sources))
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--board", default="", metavar="TOKEN", help="the board's token, for a single file")
        parser.add_argument("--company", default="", metavar="NAME", help="the company's name, for a single board")
        parser.add_argument("--complete", action="store_true", help="each file is the whole board: close what it lacks")

    def handle(self, *, source: str, files: list[Path], board: str, company: str, complete: bool, **options):
        if (board or company) and len(files) > 1:
            raise CommandError("--board and --company go with a single file: each file is a board of its own.")
        if (board or company) and addresses.is_of_many(source):
            raise CommandError(
                f"{Source(source).label} carries many employers: --board and --company do not go with it."
            )
        total = importing.Summary()
        failed: list[str] = []
        withheld: list[str] = []
        payloads = read_files(Source(source), [(path, board or token_of(path)) for path in files])
        with tqdm(payloads, total=len(files), unit=" files", disable=None, leave=False) as progress:
            for path, token, payload in progress:
                progress.set_postfix_str(path.name[:30], refresh=False)
                if isinstance(payload, FeedError):
                    failed.append(f"{path.name}: {payload}")
                    continue
                summary = importing.import_board(source, token, payload, company_name=company, is_complete=complete)
                total += summary
                if summary.is_closing_withheld:
                    withheld.append(path.name)
        vocabulary.settle()
        self._report(total, len(files) - len(failed), withheld)
        if failed:
            raise CommandError(
                "\n".join([f"{len(failed)} of {len(files)} file{pluralize(files)} could not be read:", *failed])
            )

    def _report(self, total: importing.Summary, read: int, withheld: list[str]) -> None:
        self.stdout.write(
            f"{read} file{pluralize(read)}, {total.seen} posting{pluralize(total.seen)}: "
            f"{total.new} new, {total.changed} changed, {total.reopened} reopened, "
            f"{total.closed} closed, {len(total.refused)} refused."
        )
        for name in withheld:
            self.stdout.write(f"  {name}: {importing.CLOSING_WITHHELD}")
        lines = list(importing.reasons(total.refused))
        for line in lines[:REASONS_SHOWN]:
            self.stdout.write(f"  refused {line}")
        if len(lines) > REASONS_SHOWN:
            self.stdout.write(f"  … and {len(lines) - REASONS_SHOWN} more")


def token_of(path: Path) -> str:
    """``boards/acme.json.gz`` is the board ``acme``."""
    return SUFFIXES.sub("", path.name) or path.name
