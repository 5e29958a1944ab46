"""What an export holds of search: postings that a person entered or tracks, wherever they come from; saved searches.

A posting is known by its ``key``: that of a board's posting is its source, the board and its id there, so that another
instance which reads the same board finds it again. Where it does not, the person gets a private copy under that key.
"""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated
from urllib.parse import quote, unquote

from django.db.models import Q
from pydantic import AfterValidator, Field

from accounts.domain.belongings import Moment, Outcome, Part, Record, RecordError, text
from search.feeds import html, values
from search.models import Company, Job, SavedSearch
from search.postings import EmploymentType, SalaryPeriod, Source, Workplace

from . import adding, companies, saving

KEY_MAX = Job._meta.get_field("external_id").max_length


def _column(name: str, model=Job):
    return text(model._meta.get_field(name).max_length)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Address = Annotated[_column("url"), AfterValidator(values.url)]  # hostile ones become ""
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class PostingRecord(Record):
    """What a posting states; the same names as its columns."""

    key: Annotated[text(2000), Field(min_length=1)]
    company: Annotated[_column("name", Company), AfterValidator(_not_blank)]
    title: Annotated[_column("title"), AfterValidator(_not_blank)]
    requisition_id: _column("requisition_id") = ""
    department: _column("department") = ""
    team: _column("team") = ""
    seniority: _column("seniority") = ""
    locations: Annotated[list[text(values.LOCATION_LENGTH)], Field(max_length=500)] = []
    workplace: Workplace | None = None
    employment_type: EmploymentType | None = None
    language: _column("language") = ""
    salary_min: Amount | None = None
    salary_max: Amount | None = None
    salary_currency: _column("salary_currency") = ""
    salary_period: SalaryPeriod | None = None
    salary_text: _column("salary_text") = ""
    url: Address = ""
    apply_url: Address = ""
    description_html: text(2 * html.MAX_CHARACTERS) = ""
    posted_at: Moment | None = None
    first_seen_at: Moment
    closed_at: Moment | None = None


COLUMNS = tuple(name for name in PostingRecord.model_fields if name not in ("key", "company"))


def key_of(job: Job) -> str:
    """Reads the posting's board, unless it is private."""
    if job.board_id is None:
        return job.external_id
    return "/".join(quote(part, safe="") for part in (job.source, job.board.token, job.external_id))


class Known:
    """The postings that ``user`` sees, by their keys: their own as of now, and the boards', looked up one by one."""

    def __init__(self, user) -> None:
        self.own: dict[str, int] = dict(Job.objects.filter(owner=user).order_by().values_list("external_id", "pk"))

    def find(self, key: str) -> int | None:
        """The id of the posting with that key, None if there is none (yet)."""
        return self._on_board(key) or self.own.get(own_key(key))

    def add(self, key: str, pk: int) -> None:
        self.own[own_key(key)] = pk

    def _on_board(self, key: str) -> int | None:
        parts = [unquote(part) for part in key.split("/")]
        if len(parts) != 3 or any("\0" in part for part in parts):
            return None
        source, token, external_id = parts
        # The key is the exporter's word: it opens public postings alone.
        public = Job.objects.filter(owner=None, board__source=source, board__token=token, external_id=external_id)
        return public.order_by().values_list("pk", flat=True).first()


def own_key(key: str) -> str:
    """The key as a private posting carries it (``external_id``)."""
    return key if len(key) <= KEY_MAX else hashlib.sha256(key.encode()).hexdigest()


def _export(user) -> Iterator[PostingRecord]:
    ids = Job.objects.filter(Q(owner=user) | Q(trackings__user=user)).order_by().values("pk")
    jobs = Job.objects.filter(pk__in=ids).select_related("company", "board").order_by("pk")
    jobs = jobs.only(*COLUMNS, "external_id", "source", "company__name", "board__token")
    for job in jobs.iterator(chunk_size=200):
        facts = {name: getattr(job, name) for name in COLUMNS}
        yield PostingRecord.model_construct(key=key_of(job), company=job.company.name, **facts)


def _restore(user, records: Iterable[PostingRecord]) -> Outcome:
    outcome = Outcome()
    known = Known(user)
    companies.several()
    room = adding.POSTINGS_MAX - user.private_jobs.count()
    for record in records:
        if known.find(record.key) is not None:
            outcome.known += 1
            continue
        if outcome.new == room:
            raise RecordError(f"You may have {adding.POSTINGS_MAX} postings of your own; this is more.")
        known.add(record.key, _copy(user, record).pk)
        outcome.new += 1
    return outcome


def _copy(user, record: PostingRecord) -> Job:
    facts = {name: getattr(record, name) for name in COLUMNS}
    facts["description_html"] = html.clean(record.description_html)
    return Job.objects.create(
        owner=user,
        source=Source.MANUAL,
        external_id=own_key(record.key),
        company=companies.named(record.company),
        description_text=html.to_text(facts["description_html"]),
        is_open=record.closed_at is None,
        **facts,
    )


class SearchRecord(Record):
    name: Annotated[_column("name", SavedSearch), AfterValidator(_not_blank)]
    query: text(10_000)
    created_at: Moment


def _export_searches(user) -> Iterator[SearchRecord]:
    for search in user.saved_searches.order_by("pk"):
        yield SearchRecord.model_construct(name=search.name, query=search.query, created_at=search.created_at)


def _restore_searches(user, records: Iterable[SearchRecord]) -> Outcome:
    """Those whose names are not taken; what matches them now counts as seen."""
    outcome = Outcome()
    for record in records:
        if user.saved_searches.filter(name=record.name).exists():
            outcome.known += 1
            continue
        try:
            saved, _ = saving.save(user, record.name, record.query)
        except saving.SavingError as error:  # such as one that an older version understood
            outcome.remarks.append(f"The saved search “{record.name}” is left out: {error}")
            continue
        SavedSearch.objects.filter(pk=saved.pk).update(created_at=record.created_at)
        outcome.new += 1
    return outcome


SAVED_SEARCHES = Part("searches", SearchRecord, _export_searches, _restore_searches)
POSTINGS = Part("postings", PostingRecord, _export, _restore)
