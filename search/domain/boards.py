"""Boards that are fetched: added from a careers address, switched on and off, asked for at once."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from search.feeds import addresses
from search.models import JobBoard

BOARDS_MAX = 2000
LOCK = 1_784_822_134  # any number: PostgreSQL's advisory locks are told apart by it
ASK_AGAIN_AFTER = timedelta(minutes=10)  # whoever is impatient is not worse a guest than others


class BoardError(ValueError):
    """It cannot be done; the message says why."""


@transaction.atomic
def add(address: str, *, may_enable: bool) -> tuple[JobBoard, bool]:
    """The board at a careers ``address``, fetched from now on, and whether it is new here.

    :param may_enable: whether who adds it may also switch on one that is here and off.
    :raises BoardError: the address is no board that can be fetched, it is off, or there are too many boards.
    """
    try:
        source, token = addresses.recognise(address)
        addresses.feed_address(source, token)
    except addresses.UnknownAddressError as error:
        raise BoardError(str(error)) from error
    token = token or source.value
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # the limit holds for two at once
    # Whether case matters in a name is the source's affair; here, two that differ in it are one.
    board = JobBoard.objects.filter(source=source, token__iexact=token).order_by("-is_enabled", "pk").first()
    is_new = board is None
    if is_new:
        if JobBoard.objects.enabled().count() >= BOARDS_MAX:
            raise BoardError(f"There are {BOARDS_MAX:,} boards already; no more fit.")
        # An import may have made it in the meantime.
        board, is_new = JobBoard.objects.get_or_create(source=source, token=token, defaults={"is_enabled": True})
    if not (is_new or board.is_enabled or may_enable):
        raise BoardError(f"{board.name} is here already, but not fetched. Ask the staff to switch it on.")
    if is_new or not board.is_enabled:
        enable(board)
    return board, is_new


def enable(board: JobBoard) -> None:
    """Fetch the board from now on, soon for the first time.

    :raises BoardError: boards of its source come from files alone.
    """
    if not board.is_live:
        raise BoardError(f"Boards of {board.get_source_display()} are not fetched; import their files.")
    board.is_enabled = True
    board.failures = 0
    board.next_sync_at = None
    board.save(update_fields=["is_enabled", "failures", "next_sync_at"])
    ask_for(board)


def disable(board: JobBoard) -> None:
    """Fetch the board no longer; what is on it stays as it is."""
    board.is_enabled = False
    board.save(update_fields=["is_enabled"])


@transaction.atomic
def remove(board: JobBoard) -> None:
    """Delete a board that has no postings, with what is known of its runs.

    :raises BoardError: there are postings of it, closed ones included, or it is being fetched.
    """
    if board.runs.running().exists():
        raise BoardError(f"{board.name} is being fetched at this moment: remove it when that is done.")
    if board.jobs.exists():
        raise BoardError(f"There are postings of {board.name}: switch it off instead.")
    board.delete()


def fetch_now(board: JobBoard) -> None:
    """Have the board fetched before its time.

    :raises BoardError: it is switched off, or was asked a few minutes ago.
    """
    if not board.is_enabled:
        raise BoardError("This board is switched off.")
    last = board.runs.order_by("-pk").first()
    if last and timezone.now() - last.started_at < ASK_AGAIN_AFTER:
        raise BoardError("This board was fetched a few minutes ago: give its host some rest.")
    board.next_sync_at = None
    board.save(update_fields=["next_sync_at"])
    ask_for(board)


def ask_for(board: JobBoard) -> None:
    """Have the worker fetch ``board`` soon; asking again while it waits changes nothing."""
    # By its name: the tasks know the domain, not the other way round.
    fetch = app.configure_task("search.tasks.fetch_board", allow_unknown=False, queueing_lock=f"board {board.pk}")
    try:
        with transaction.atomic():  # a refusal must not spoil the caller's transaction
            fetch.defer(board_id=board.pk)
    except exceptions.AlreadyEnqueued:
        return
