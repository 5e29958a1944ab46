"""Labels: what the database writes is what filters ask for, and windows of time are cut without a gap."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from search import labels
from search.models import Job
from search.tsqueries import Lexeme, Not, Or
from tests.factories import JobFactory

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
moments = st.datetimes(datetime(1995, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001


def labels_of(job: Job) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(job_labels(jobs)) FROM jobs WHERE id = %s", [job.pk])
        return set(cursor.fetchone()[0])


def in_search(job: Job) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(lexeme) FROM jobs, unnest(search) WHERE id = %s", [job.pk])
        return {lexeme for lexeme in cursor.fetchone()[0] if "=" in lexeme}


@pytest.mark.django_db
class TestJobLabels:
    def test_posting_that_states_all_has_all(self):
        job = JobFactory(
            workplace="remote",
            employment_type="full_time",
            locations=["Gdańsk, Poland", "Remote - Poland"],
            salary_max=Decimal(60000),
            salary_currency="EUR",
            salary_period="year",
            posted_at=datetime(2026, 6, 1, 23, 59, tzinfo=UTC),
        )

        assert labels_of(job) == {
            "state=open",
            f"company={job.company_id}",
            "source=ashby",
            "workplace=remote",
            "employment_type=full_time",
            "place=gdansk",
            "place=poland",
            "place=remote",
            "currency=EUR",
            "pay=49",
            "hour=2026-06-01T23",
            "day=2026-06-01",
            "month=2026-06",
        }

    def test_posting_that_states_little_has_little(self):
        job = JobFactory()

        listed = timezone.now().astimezone(UTC)
        assert {name.split("=")[0] for name in labels_of(job)} == {"state", "company", "source", "hour", "day", "month"}
        assert f"month={listed:%Y-%m}" in labels_of(job)

    def test_posting_dated_ahead_has_no_day(self):
        job = JobFactory(posted_at=timezone.now() + timedelta(days=3))

        assert {name.split("=")[0] for name in labels_of(job)} == {"state", "company", "source", "ahead"}

    @pytest.mark.parametrize(
        "change",
        [
            {"is_open": False, "closed_at": NOW},
            {"workplace": "onsite"},
            {"source": "lever"},
            {"locations": ["Oslo"]},
            {"posted_at": NOW - timedelta(days=90)},
            {"posted_at": None},
            {"salary_min": 1, "salary_currency": "USD", "title": "Rigger"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_labels_among_the_words_follow_every_change(self, change):
        job = JobFactory(title="Welder", workplace="remote", locations=["Oslo, Norway"], posted_at=NOW)

        Job.objects.update(**change)

        words = Job.objects.values_list("title_search", flat=True).get()
        assert in_search(job) == labels_of(job)
        assert words == ("'rigger':1" if "title" in change else "'welder':1")

    @pytest.mark.parametrize("amount", [0, 0.5, 1, 1.25, 999, 41600, 60000, 10**7, 10**11])
    @pytest.mark.parametrize("less", [0, Decimal("0.01"), 0.2])
    def test_pay_from_asks_for_the_step_of_every_amount_that_will_do(self, amount, less):
        job = JobFactory(salary_min=Decimal(amount))

        asked = set(labels.pay_from(max(Decimal(amount) * (1 - Decimal(less)), Decimal(0))).lexemes())

        assert labels_of(job) & asked

    def test_words_of_a_text_are_never_labels(self):
        text = "state=open company=1 =state=open= /x?place=berlin pay=49 <state=open> 'state=open' ahead="

        job = JobFactory(title=text, description_text=text, is_open=False, closed_at=NOW)

        assert {name for name in in_search(job) if "/" not in name} == labels_of(job)


def names(query) -> list[str]:
    return list(query.lexemes())


def test_window_takes_months_days_and_hours_as_long_as_they_may_be():
    (query,) = labels.window(datetime(2026, 9, 29, 22, 30, tzinfo=UTC), None, now=NOW)

    assert names(query) == [
        "ahead=",
        "hour=2026-09-29T22",
        "hour=2026-09-29T23",
        "day=2026-09-30",
        "month=2026-10",
        "month=2026-11",
    ]


def test_window_early_in_a_month_ends_where_nothing_can_be_dated_yet():
    now = datetime(2026, 11, 3, 12, tzinfo=UTC)

    (query,) = labels.window(datetime(2026, 11, 2, tzinfo=UTC), None, now=now)

    assert names(query) == ["ahead=", "day=2026-11-02", "day=2026-11-03", "day=2026-11-04", "day=2026-11-05"]
    assert labels.number_of_labels(datetime(2026, 11, 2, tzinfo=UTC), None, now=now) == 5


def test_beginnings_are_the_moment_its_day_and_its_month():
    moment = datetime(2026, 9, 29, 22, 30, tzinfo=UTC)

    assert list(labels.beginnings(moment)) == [
        moment,
        datetime(2026, 9, 29, tzinfo=UTC),
        datetime(2026, 9, 1, tzinfo=UTC),
    ]


def test_endings_are_the_moment_its_day_its_month_and_never():
    moment = datetime(2026, 9, 29, 22, 30, tzinfo=UTC)

    *ends, never = labels.endings(moment, now=NOW)

    assert never is None
    assert [end + timedelta.resolution for end in ends[1:]] == [
        datetime(2026, 9, 30, tzinfo=UTC),
        datetime(2026, 10, 1, tzinfo=UTC),
    ]
    assert ends[0] == moment


@pytest.mark.parametrize("moment", [None, datetime.max.replace(tzinfo=UTC)], ids=str)
def test_what_has_not_come_has_no_ending(moment):
    assert list(labels.endings(moment, now=NOW)) == [None]


@given(since=st.none() | moments, until=st.none() | moments, now=moments)
def test_labels_are_counted_as_they_are_written(since, until, now):
    written = [name for query in labels.window(since, until, now=now) for name in names(query)]

    assert labels.number_of_labels(since, until, now=now) == len(written)


def test_window_of_all_time_is_no_condition():
    assert labels.window(None, None, now=NOW) == []


def test_window_without_a_beginning_leaves_out_what_is_newer():
    (query,) = labels.window(None, datetime(2026, 11, 29, 21, 30, tzinfo=UTC), now=NOW)

    assert query == Not(Or(tuple(map(Lexeme, ["hour=2026-11-29T22", "hour=2026-11-29T23", "day=2026-11-30"]))))


@given(since=moments, length=st.timedeltas(timedelta(0), timedelta(days=900)), moment=moments)
def test_window_has_every_moment_of_it_and_none_an_hour_away(since, length, moment):
    until = since + length
    (query,) = labels.window(since, until, now=NOW)
    own = {f"hour={moment:%Y-%m-%dT%H}", f"day={moment:%Y-%m-%d}", f"month={moment:%Y-%m}"}
    newest = datetime(2026, 11, 25, tzinfo=UTC)  # two days ahead; what is dated later was so when it was seen: "ahead="

    has = len(own & set(names(query)))

    hour = timedelta(hours=1)
    if since <= moment <= min(until, newest - hour):
        assert has == 1
    if moment < since - hour or moment > until + hour:
        assert has == 0
