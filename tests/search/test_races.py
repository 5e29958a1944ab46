"""Two imports at the same moment, and somebody who looks meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction

from search.domain import belongings, companies, saving
from search.domain.importing import import_board
from search.models import Company, Job
from search.postings import Board, JobPosting, Source
from tests.factories import JobFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
MEETING = 0.4  # seconds to wait for the other, who may be waiting for a lock
NAMES = ["Acme Tools", "Fernwood"]


def posting(company: str, **facts) -> JobPosting:
    return JobPosting(external_id=company, title="Welder", company=company, **facts)


def at_once(*doing) -> None:
    """Does all of it at the same moment; an error of any of them is raised."""

    def do(work):
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doing)) as pool:
        list(pool.map(do, doing))


@pytest.fixture
def meeting_after_a_company(monkeypatch):
    """Both wait for each other once they have made their first company."""
    barrier = threading.Barrier(2)
    make = companies.named

    def make_and_meet(name, **defaults):
        company = make(name, **defaults)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(MEETING)
        return company

    monkeypatch.setattr(companies, "named", make_and_meet)


def importing(source: Source, names: list[str]):
    return lambda: import_board(source, "", Board([posting(name) for name in names]))


def restoring(names: list[str]):
    user = UserFactory()
    records = [belongings.PostingRecord.model_construct(**record(name)) for name in names]

    def restore():
        with transaction.atomic():
            belongings.POSTINGS.restore(user, records)

    return restore


def record(company: str) -> dict:
    empty = {name: getattr(Job(), name) for name in belongings.COLUMNS}
    return empty | {"key": company, "company": company, "title": "Welder"}


@pytest.mark.parametrize("kind", ["feeds", "people"])
def test_companies_met_in_another_order_hold_nobody_up(kind, meeting_after_a_company):
    if kind == "feeds":
        at_once(importing(Source.REMOTIVE, NAMES), importing(Source.REMOTEOK, NAMES[::-1]))
    else:
        at_once(restoring(NAMES), restoring(NAMES[::-1]))

    assert sorted(Company.objects.values_list("name", flat=True)) == NAMES
    assert Job.objects.count() == 4


def test_posting_of_an_import_under_way_is_new_to_who_looks_meanwhile(user):
    JobFactory(title="Welder")
    saved, _ = saving.save(user, "Steel", "q=welder")
    written, looked = threading.Event(), threading.Event()

    def slow_import():
        with transaction.atomic():
            import_board(Source.REMOTIVE, "", Board([posting("Fernwood")]))
            written.set()
            assert looked.wait(10)

    def look():
        assert written.wait(10)
        JobFactory(title="Welder, later, and there at once")
        saving.look(saved)
        looked.set()

    at_once(slow_import, look)

    assert [fresh.new for fresh in saving.fresh(user)] == [2]  # the later one, too: rather twice than never
    saving.look(saved)
    assert [fresh.new for fresh in saving.fresh(user)] == [0]
