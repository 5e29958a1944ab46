"""Fetching a board and bringing it up to date; what came of it is kept as an ImportRun."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from search import feeds
from search.feeds import addresses
from search.fetching import FETCHER, Fetcher, FetchError, Payload
from search.models import ImportRun, JobBoard
from search.postings import FeedError

from . import companies, importing, missing, turns

Outcome = ImportRun.Outcome

EVERY = timedelta(hours=6)  # a board is fetched no more often by itself, as a good guest
FIRST_RETRY = timedelta(minutes=15)  # after a failure; doubled with each
LAST_RETRY = timedelta(days=1)
HOST_REST = timedelta(minutes=5)  # after 429 or 5xx without a wish of the host's; doubled with each failure
RUNS_KEPT = 20  # of each board
REASONS_KEPT = 5


class AlreadyRunningError(Exception):
    """Another process fetches this board at the moment."""


def sync(board: JobBoard, *, fetcher: Fetcher | None = None) -> ImportRun:
    """Fetch ``board`` and bring it up to date. Failures of the board or its host are told in the run.

    Only a whole list closes postings, by the rules of ``missing``; a failure changes none.

    :raises AlreadyRunningError: somebody else does.
    """
    run = _begin(board)
    try:
        _attempt(board, run, fetcher or FETCHER)
    except (addresses.UnknownAddressError, FetchError, FeedError) as error:
        _fail(board, run, str(error), retry_after=getattr(error, "retry_after", None))
    except turns.HostBusyError as error:
        _fail(board, run, str(error), until=error.until)
    except BaseException as error:
        _fail(board, run, f"It broke off ({type(error).__name__}).")
        raise
    _forget_old_runs(board)
    return run


def _begin(board: JobBoard) -> ImportRun:
    ImportRun.objects.filter(board=board).dead().update(
        finished_at=timezone.now(), outcome=Outcome.FAILED, message="It was interrupted."
    )
    try:
        with transaction.atomic():
            return ImportRun.objects.create(board=board, started_at=timezone.now(), message="Waiting for its turn")
    except IntegrityError as error:
        raise AlreadyRunningError(f"{board} is being fetched already.") from error


def _attempt(board: JobBoard, run: ImportRun, fetcher: Fetcher) -> None:
    address = addresses.feed_address(board.source, board.token)
    with turns.turn(addresses.vendor(urlsplit(address).hostname)) as turn:
        _tell(run, "Fetching")
        try:
            payload = fetcher.get(address, etag=board.etag, last_modified=board.last_modified)
        except FetchError as error:
            if error.is_host_busy:
                turn.rest = error.retry_after or min(HOST_REST * 2**board.failures, LAST_RETRY)
            raise
    if payload.data is None:
        _finish_unchanged(board, run)
        return
    _tell(run, f"Reading {len(payload.data) / 1_000_000:.1f} MB")
    _import(board, run, payload)


def _import(board: JobBoard, run: ImportRun, payload: Payload) -> None:
    read = feeds.read(board.source, payload.data, token=board.token)
    summary = importing.import_board(
        board.source,
        board.token,
        read,
        company_name=_employer(board, read.company),
        is_complete=True,
        close=missing.rule_of(board.source),
    )
    for name in ("seen", "new", "changed", "reopened"):
        setattr(run, name, getattr(summary, name))
    run.closed = summary.closed + missing.expired(board)
    run.refused = len(summary.refused)
    withheld = [importing.CLOSING_WITHHELD] if summary.is_closing_withheld else []
    run.message = "\n".join(withheld + list(importing.reasons(summary.refused))[:REASONS_KEPT])
    # A list that was not whole is asked for again in full.
    marks = (payload.etag, payload.last_modified) if not summary.refused else ("", "")
    board.refresh_from_db(fields=["doubted_at"])
    _succeed(board, run, Outcome.DOUBTED if board.doubted_at else Outcome.OK, marks)


def _finish_unchanged(board: JobBoard, run: ImportRun) -> None:
    with transaction.atomic():
        locked = JobBoard.objects.select_for_update().get(pk=board.pk)
        run.closed = missing.unchanged(locked) + missing.expired(locked)
        run.seen = locked.last_count or 0
        locked.last_ok_at = timezone.now()
        locked.save(update_fields=["last_ok_at"])
    outcome = Outcome.DOUBTED if locked.doubted_at else Outcome.UNCHANGED
    _succeed(board, run, outcome, (board.etag, board.last_modified))


def _employer(board: JobBoard, stated: str) -> str:
    """A name for the company of a board that has none yet; feeds of many employers need none."""
    if board.company_id or addresses.is_of_many(board.source):
        return ""
    return stated or companies.readable(board.token.rpartition("/")[2])


def _succeed(board: JobBoard, run: ImportRun, outcome: Outcome, marks: tuple[str, str]) -> None:
    board.etag, board.last_modified = marks
    board.failures = 0
    board.next_sync_at = timezone.now() + EVERY
    board.save(update_fields=["etag", "last_modified", "failures", "next_sync_at"])
    _finish(run, outcome)


def _fail(
    board: JobBoard,
    run: ImportRun,
    reason: str,
    *,
    retry_after: timedelta | None = None,
    until: datetime | None = None,
) -> None:
    """A host that is busy with others is no failure of the board's, and is only waited for."""
    wait = min(FIRST_RETRY * 2**board.failures, LAST_RETRY)
    if until is None:
        board.failures = min(board.failures + 1, 20)
    board.next_sync_at = until or timezone.now() + max(wait, retry_after or wait)
    board.save(update_fields=["failures", "next_sync_at"])
    run.message = reason
    _finish(run, Outcome.FAILED)


def _finish(run: ImportRun, outcome: Outcome) -> None:
    run.outcome = outcome
    run.finished_at = timezone.now()
    run.save()


def _tell(run: ImportRun, doing: str) -> None:
    run.message = doing
    run.save(update_fields=["message"])


def _forget_old_runs(board: JobBoard) -> None:
    kept = ImportRun.objects.filter(board=board).order_by("-pk").values("pk")[:RUNS_KEPT]
    ImportRun.objects.filter(board=board).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
