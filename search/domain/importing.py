"""Postings of a board, written to the database: what is new, what has changed, what has gone.

One board is one transaction, and unchanged postings are not written at all. A posting is never
deleted here: what a complete board lacks is closed, and what comes back is reopened.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import batched

import orjson
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from psycopg import sql

from search.models import Company, Job, JobBoard
from search.postings import Board, JobPosting, Refusal

from . import arrivals, companies, missing, vocabulary
from .missing import Closing

# The columns that a posting fills, in the order in which ``row`` gives them.
POSTING_COLUMNS = (
    *("external_id", "requisition_id", "title", "department", "team", "seniority", "locations", "workplace"),
    *("employment_type", "language", "salary_min", "salary_max", "salary_currency", "salary_period", "salary_text"),
    *("url", "apply_url", "description_html", "description_text", "posted_at", "updated_at_source", "expires_at"),
)
COLUMNS = (*POSTING_COLUMNS, "company_id", "content_hash", "is_open", "closed_at", "missed_runs")
ID, HASH, IS_OPEN = (COLUMNS.index(name) for name in ("external_id", "content_hash", "is_open"))
MAX_LENGTHS = [Job._meta.get_field(name).max_length for name in POSTING_COLUMNS]
# An employer touches this without changing a word; it alone is no change (402 of 410 postings in a week).
UNHASHED = {"updated_at_source"}


@dataclass(slots=True)
class Summary:
    """What an import did: numbers of postings, and those that were refused with reasons.

    ``seen`` counts what the payload holds, the refused too; ``closed`` the expired too. ``is_closing_withheld``
    says that nothing was closed although the payload was the whole board.
    """

    seen: int = 0
    new: int = 0
    changed: int = 0
    closed: int = 0
    reopened: int = 0
    refused: list[Refusal] = field(default_factory=list)
    is_closing_withheld: bool = False

    def __iadd__(self, other: "Summary") -> "Summary":
        for name in ("seen", "new", "changed", "closed", "reopened"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refused += other.refused
        self.is_closing_withheld = self.is_closing_withheld or other.is_closing_withheld
        return self


def import_board(
    source: str,
    token: str,
    payload: Board,
    *,
    company_name: str = "",
    is_complete: bool = False,
    close: Closing = missing.at_once,
) -> Summary:
    """Bring a board up to date with ``payload``; safe to repeat, and safe beside another import of the same board.

    :param token: the board's name at its source; a feed of many employers needs none.
    :param is_complete: the payload is the whole board: what it lacks is closed. What was refused is not lacking;
        where it cannot be told which posting that is, nothing is closed.
    :param close: how what a complete board lacks is closed.
    """
    with transaction.atomic():
        board = companies.board(
            source,
            token,
            company_name=company_name,
            payload_name=payload.company,
            is_of_many=payload.is_of_many,
        )
        # One import of a board at a time; read again, for what the one before us left.
        board = JobBoard.objects.select_related("company").select_for_update(of=("self",)).get(pk=board.pk)
        employers = _Employers(board.company, is_each_its_own=payload.is_of_many and not company_name)
        if employers.are_several:
            companies.several()
        open_before = _open_ids(board) if is_complete else set()
        summary = _write(board, payload.postings, employers)
        summary.seen = len(payload.postings) + len(payload.refused)
        summary.refused += payload.refused
        summary.is_closing_withheld = is_complete and not all(refusal.external_id for refusal in payload.refused)
        if is_complete and not summary.is_closing_withheld:
            met = {posting.external_id for posting in (*payload.postings, *payload.refused)}
            summary.closed += close(board, gone=open_before - met, kept=open_before & met)
        # Without its marks the board is fetched in full next time: what is here may no longer be what its host sent.
        JobBoard.objects.filter(pk=board.pk).update(
            last_ok_at=timezone.now(), last_count=summary.seen, etag="", last_modified=""
        )
    vocabulary.note(summary.new + summary.changed)
    return summary


def _write(board: JobBoard, postings: Iterable[JobPosting], employers: "_Employers") -> Summary:
    now = timezone.now()
    known = {
        external_id: before
        for external_id, *before in Job.objects.filter(board=board).values_list(
            "external_id", "pk", "content_hash", "is_open"
        )
    }
    met: set[str] = set()
    new: list[tuple] = []
    updates: list[tuple] = []
    changed: set[str] = set()
    reopened: set[str] = set()
    expired: set[str] = set()
    for posting in postings:
        values = row(posting, employers.of(posting), now)
        external_id = values[ID]
        if external_id in met:  # twice in one payload: the first one counts
            continue
        met.add(external_id)
        if external_id not in known:
            new.append(values)
            continue
        pk, content_hash, was_open = known[external_id]
        if content_hash == values[HASH] and was_open == values[IS_OPEN]:
            continue
        updates.append((*values, pk))
        if content_hash != values[HASH]:
            changed.add(external_id)
        if was_open != values[IS_OPEN]:
            (expired if was_open else reopened).add(external_id)
    if new:
        arrivals.begin()
    refused_new = _written(partial(_copy, board), new)
    refused = refused_new + _written(_update, updates)
    not_written = {refusal.posting for refusal in refused}
    return Summary(
        new=len(new) - len(refused_new),
        changed=len(changed - not_written),
        reopened=len(reopened - not_written),
        closed=len(expired - not_written),
        refused=refused,
    )


class _Employers:
    """The company of each posting: the board's, or the one that the posting names."""

    def __init__(self, own: Company | None, *, is_each_its_own: bool) -> None:
        self.own = own
        self.is_each_its_own = is_each_its_own
        self.by_name: dict[str, int] = {}

    @property
    def are_several(self) -> bool:
        return self.own is None or self.is_each_its_own

    def of(self, posting: JobPosting) -> int:
        if self.own and not (self.is_each_its_own and posting.company):
            return self.own.pk
        name = posting.company or "Unknown company"
        if name not in self.by_name:
            self.by_name[name] = companies.public(name).pk
        return self.by_name[name]


def row(posting: JobPosting, company_id: int, now: datetime) -> tuple:
    """The values of ``COLUMNS`` for a posting."""
    salary = posting.salary
    values = (
        posting.external_id,
        posting.requisition_id,
        posting.title,
        posting.department,
        posting.team,
        posting.seniority,
        list(posting.locations),
        posting.workplace,
        posting.employment_type,
        posting.language,
        salary.min if salary else None,
        salary.max if salary else None,
        salary.currency if salary else "",
        salary.period if salary else None,
        salary.text if salary else "",
        posting.url,
        posting.apply_url,
        posting.description_html,
        posting.description_text,
        posting.posted_at,
        posting.updated_at,
        posting.expires_at,
    )
    values = tuple(
        value[:longest] if longest and isinstance(value, str) else value
        for value, longest in zip(values, MAX_LENGTHS, strict=True)
    )
    hashed = [value for name, value in zip(POSTING_COLUMNS, values, strict=True) if name not in UNHASHED]
    content_hash = hashlib.blake2b(orjson.dumps([company_id, *hashed], default=str), digest_size=16).hexdigest()
    closed_at = posting.expires_at if posting.expires_at and posting.expires_at <= now else None
    return (*values, company_id, content_hash, closed_at is None, closed_at, 0)


def _written(write: Callable[[list[tuple]], None], rows: list[tuple]) -> list[Refusal]:
    """``write`` the rows, together or, where the database refuses a value, one by one. Gives what it refused."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            write(rows)
    except (DataError, IntegrityError) as error:
        if len(rows) == 1:
            return [Refusal(posting=rows[0][ID], reason=str(error).splitlines()[0])]
        return [refusal for values in rows for refusal in _written(write, [values])]
    return []


def _copy(board: JobBoard, rows: list[tuple]) -> None:
    statement = sql.SQL("COPY jobs (board_id, source, {}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    )
    # Django wraps the errors of ``execute`` alone in its own.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for values in rows:
            copy.write_row((board.pk, board.source, *values))


def _update(rows: list[tuple]) -> None:
    """Write the rows, each with the id of its posting at its end."""
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    statement = sql.SQL(
        "UPDATE jobs SET ({}) = (SELECT {}) FROM json_populate_recordset(NULL::jobs, %s) AS new WHERE jobs.id = new.id"
    ).format(columns, sql.SQL(", ").join(sql.Identifier("new", name) for name in COLUMNS))
    with connection.cursor() as cursor:
        for batch in batched(rows, 500):
            records = [dict(zip((*COLUMNS, "id"), values, strict=True)) for values in batch]
            cursor.execute(statement, [orjson.dumps(records, default=str).decode()])


def _open_ids(board: JobBoard) -> set[str]:
    return set(Job.objects.filter(board=board, is_open=True).values_list("external_id", flat=True))


CLOSING_WITHHELD = "Nothing was closed, as which posting could not be read is not known."


def reasons(refused: Iterable[Refusal]) -> Iterator[str]:
    """One line a refused posting, for people."""
    for refusal in refused:
        yield f"{refusal.posting}: {refusal.reason}"
