"""Postings counted by company: right after whatever writes postings, and when several do so at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from search.domain import demo
from search.domain.importing import import_board
from search.models import Company, CompanyCount, Job
from search.postings import Board, JobPosting, Source
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory

WELDER, RIGGER = JobPosting("a1", "Welder"), JobPosting("b2", "Rigger")


def kept() -> dict[int, tuple[int, int]]:
    rows = CompanyCount.objects.values_list("company", "open", "closed")
    return {company: (open_jobs, closed) for company, open_jobs, closed in rows if open_jobs or closed}


def actual() -> dict[int, tuple[int, int]]:
    public = Job.objects.filter(owner=None).order_by().values_list("company")
    counted = public.annotate(open=Count("pk", filter=Q(is_open=True)), closed=Count("pk", filter=Q(is_open=False)))
    return {company: (open_jobs, closed) for company, open_jobs, closed in counted}


@pytest.mark.django_db
class TestCounts:
    @pytest.fixture(autouse=True)
    def postings(self, user):
        perkoz, kelp_bay = CompanyFactory(name="Perkoz"), CompanyFactory(name="Kelp Bay")
        JobFactory.create_batch(3, company=perkoz)
        JobFactory(company=perkoz, is_open=False, closed_at=timezone.now())
        JobFactory(company=kelp_bay)
        JobFactory(company=kelp_bay, private_to=user)
        assert sorted(kept().values()) == [(1, 0), (3, 1)]

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Job.objects.filter(title=Job.objects.first().title).delete(),
            lambda: Job.objects.all().delete(),
            lambda: Job.objects.update(is_open=False, closed_at=timezone.now()),
            lambda: Job.objects.update(is_open=True, closed_at=None),
            lambda: Job.objects.update(company=Company.objects.last()),
            lambda: Job.objects.update(title="Other"),
            lambda: Job.objects.filter(owner=None).update(owner=User.objects.get(), board=None),
            lambda: Job.objects.first().save(),
            lambda: Company.objects.first().save(),
            lambda: connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE jobs CASCADE"),
        ],
        ids=["delete", "delete all", "close", "open", "move", "edit", "make private", "save", "company", "truncate"],
    )
    def test_counts_follow(self, change):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        try:
            with transaction.atomic():
                change()

                assert kept() == actual()
                raise UndoneError
        except UndoneError:
            assert kept() == actual()

    def test_bulk_create_counts(self):
        board = JobBoardFactory(company__name="Tideline")
        rows = [Job(board=board, company=board.company, source="ashby", external_id=str(n)) for n in range(40)]

        Job.objects.bulk_create(rows)

        assert kept()[board.company_id] == (40, 0)

    def test_company_without_postings_can_be_deleted(self):
        company = Company.objects.get(name="Kelp Bay")
        company.jobs.all().delete()
        company.boards.all().delete()

        company.delete()

        assert CompanyCount.objects.filter(company=company.pk).count() == 0

    def test_import_counts(self):
        for postings in [(WELDER, RIGGER), (RIGGER,), (WELDER,), (WELDER, RIGGER), ()]:
            import_board(Source.ASHBY, "oatfield", Board(postings), is_complete=True)

            assert kept() == actual()

    def test_demo_comes_and_goes(self):
        before = kept()

        demo.load()
        assert kept() == actual()
        demo.remove()

        assert kept() == actual() == before


class UndoneError(Exception):
    """Rolls a test's change back."""


def test_counts_are_right_when_many_write_at_once(transactional_db):
    """Each writes postings of all companies, in an order of its own: nobody blocks another for good."""
    boards = [JobBoardFactory(company=CompanyFactory()) for _ in range(6)]
    start = Barrier(3, timeout=20)

    def write(number: int) -> None:
        try:
            start.wait()
            for turn in range(5):
                order = boards[number:] + boards[:number]
                ids = [f"{number}-{turn}-{place}" for place in range(len(order))]
                rows = [
                    Job(board=board, company=board.company, source=board.source, external_id=name)
                    for board, name in zip(order, ids, strict=True)
                ]
                with transaction.atomic():
                    Job.objects.bulk_create(rows)
                with transaction.atomic():
                    Job.objects.filter(external_id__in=ids[::2]).update(is_open=False, closed_at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, range(3)))

    assert kept() == actual()
    assert set(kept().values()) <= {(open_jobs, 15 - open_jobs) for open_jobs in range(16)}
