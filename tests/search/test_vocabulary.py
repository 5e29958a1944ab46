"""The statistics of words: when they are taken anew, and that nothing is left in the way of searches."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from search.domain import vocabulary
from search.models import SearchStatistics, Word
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db


def waiting(index: str) -> int:
    """Pages of what has been written and is not in the index yet; puts it there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        return cursor.fetchone()[0]


def known() -> set[str]:
    return set(Word.objects.values_list("word", flat=True))


@pytest.fixture
def ten_postings():
    JobFactory.create_batch(10, title="Baker")
    vocabulary.settle()
    vocabulary.note(10)
    vocabulary.settle()
    assert "baker" in known()


def test_taken_statistics_leave_nothing_waiting():
    JobFactory(title="Baker")

    vocabulary.refresh()

    assert "baker" in known()
    assert waiting("search_words_variants") == 0


def test_settling_leaves_nothing_waiting():
    JobFactory()

    vocabulary.settle()

    assert waiting("jobs_search") == 0


@pytest.mark.parametrize(("written", "is_taken"), [(1, False), (2, True)])
def test_settling_takes_statistics_when_more_than_a_tenth_was_written(ten_postings, written, is_taken):
    JobFactory.create_batch(written, title="Welder")
    vocabulary.note(written)

    vocabulary.settle()

    assert ("welder" in known()) is is_taken


def test_settling_takes_statistics_of_yesterday_anew(ten_postings):
    JobFactory(title="Welder")
    vocabulary.note(1)
    SearchStatistics.objects.update(taken_at=timezone.now() - timedelta(days=1, minutes=1))

    vocabulary.settle()

    assert "welder" in known()


def test_settling_leaves_old_statistics_while_nothing_was_written(ten_postings):
    yesterday = timezone.now() - timedelta(days=2)
    SearchStatistics.objects.update(taken_at=yesterday)

    vocabulary.settle()

    assert SearchStatistics.objects.get().taken_at == yesterday


def test_import_that_makes_the_statistics_worthless_takes_them_at_once(ten_postings, monkeypatch):
    monkeypatch.setattr(vocabulary, "SAMPLE", 20)
    JobFactory.create_batch(3, title="Welder")

    vocabulary.note(20 + 4 * 10)
    assert "welder" not in known()
    vocabulary.note(1)
    assert "welder" in known()


@pytest.mark.django_db(transaction=True)
def test_statistics_are_taken_by_one_at_a_time():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [vocabulary.LOCK])

        assert vocabulary.refresh() is False
    finally:
        other.close()

    assert vocabulary.refresh() is True
