"""What is done in the background, by the worker: boards are fetched, each as a task of its own."""

import ctypes
import logging

from procrastinate.contrib.django import app

from search.domain import boards, missing, vocabulary
from search.models import ImportRun, JobBoard

logger = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="due boards")
def fetch_due_boards(timestamp: int) -> None:
    """Ask for each board whose time has come; ``timestamp`` is when this was to be run."""
    for board in JobBoard.objects.due():
        boards.ask_for(board)
    vocabulary.settle()  # for what has been fetched since the last time


# Hourly, and without an index of its own, which every posting would have to be written to.
@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="expired postings")
def close_expired(timestamp: int) -> None:
    """Close what is past its day wherever it came from: files, boards that are switched off, or fail."""
    if closed := missing.expired():
        logger.info("%s past their day are closed", closed)


@app.task
def fetch_board(board_id: int) -> None:
    """Fetch one board, if it is still there, switched on and due: another run may have fetched it while this waited."""
    # Imported here: the web server, which only asks, needs no HTTP client in its memory.
    from search.domain import syncing

    board = JobBoard.objects.select_related("company").due().filter(pk=board_id).first()
    if board is None:
        return
    try:
        run = syncing.sync(board)
    except syncing.AlreadyRunningError as error:
        logger.info("%s", error)
        return
    finally:
        _give_memory_back()
    if run.outcome == ImportRun.Outcome.FAILED:
        logger.warning("%s: %s", board, run.message)
    else:
        logger.info("%s: %s, %s new, %s closed", board, run.get_outcome_display(), run.new, run.closed)


def _give_memory_back() -> None:
    """Have the C library return what is free: glibc keeps 80 MB after a large board."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
