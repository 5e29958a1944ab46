"""Finding postings: the same answer as a naive query over all of them, whichever way it is found."""

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.domain import finding, matching, vocabulary
from search.models import Job, Lexeme, SearchStatistics
from search.postings import EmploymentType, Source, Workplace
from search.querysets import Criteria
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory

EXAMPLES = 300 if os.environ.get("JOBTRACKER_LONG") else 20

WORDS = ["welder", "rigger", "painter", "senior", "head", "yard", "night", "dock", "steel", "c++", "node.js", "köhler"]
PLACES = ["Gdynia, Poland", "Gdańsk, Poland", "New York, United States", "York, United Kingdom", "Remote - Poland"]
NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)

# What is looked for, told as plainly as may be: every posting is read, and none of what is kept for searching.
NAIVE = """
SELECT numnode(words) > 0 AND to_tsvector('english', search_fold(title)) @@ words AS in_title,
  listed_at, jobs.id, company_id
FROM jobs JOIN companies ON companies.id = company_id, websearch_to_tsquery('english', search_fold(%(q)s)) AS words
WHERE (owner_id IS NULL OR owner_id = %(user)s)
  AND (numnode(words) = 0 OR to_tsvector('english', search_fold(concat_ws(E' ;\n', title, name, department, team,
    array_to_string(locations, ' ; '), workplace, description_text))) @@ words)
  AND (%(is_open)s IS NULL OR is_open = %(is_open)s)
  AND (cardinality(%(companies)s::text[]) = 0 OR slug = ANY(%(companies)s) OR company_id::text = ANY(%(companies)s))
  AND NOT (slug = ANY(%(hidden_companies)s) OR company_id::text = ANY(%(hidden_companies)s))
  AND (cardinality(%(locations)s::text[]) = 0 OR EXISTS (
    SELECT FROM unnest(%(locations)s::text[]) AS place
    WHERE (place = 'remote' AND workplace = 'remote') OR
      to_tsvector('simple', search_fold(array_to_string(locations, ' ; '))) @@
      plainto_tsquery('simple', search_fold(place))))
  AND (cardinality(%(workplaces)s::text[]) = 0 OR workplace = ANY(%(workplaces)s))
  AND (cardinality(%(employment_types)s::text[]) = 0 OR employment_type = ANY(%(employment_types)s))
  AND (cardinality(%(sources)s::text[]) = 0 OR source = ANY(%(sources)s))
  AND (%(currency)s = '' OR salary_currency = %(currency)s)
  AND (%(salary_min)s::numeric IS NULL OR salary_a_year >= %(salary_min)s)
  AND (%(posted_within)s::int IS NULL OR posted_at >= now() - make_interval(days => %(posted_within)s))
  AND NOT (%(hide_tracked)s AND EXISTS (SELECT FROM job_tracking WHERE job_id = jobs.id AND user_id = %(user)s))
ORDER BY numnode(words) > 0 AND to_tsvector('english', search_fold(title)) @@ words DESC, listed_at DESC, jobs.id DESC
"""


def is_everything(criteria: Criteria) -> bool:
    """Whether it asks for postings that are counted by company anyhow."""
    others = replace(criteria, q="", companies=(), hidden_companies=(), is_open=True)
    return others == Criteria(is_exact=True) and {"the", "or"}.issuperset(criteria.q.split())


class Found(NamedTuple):
    in_title: bool
    listed_at: datetime
    pk: int
    company: int


def naive(criteria: Criteria, user) -> list[Found]:
    """What meets the criteria, best first."""
    values = {name: getattr(criteria, name) for name in Criteria.__slots__}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    with connection.cursor() as cursor:
        cursor.execute(NAIVE, values | {"user": user.pk})
        return list(map(Found._make, cursor))


@pytest.fixture
def postings(user, stranger):
    """Some hundred postings of a few words, so that every criterion meets some and not others."""
    rng = random.Random(7)
    employers = [CompanyFactory(name=name, slug=name.lower()) for name in ("Perkoz", "Kelp", "Senior", "Dock")]
    boards = {
        employer: JobBoardFactory(company=employer, source=rng.choice(["ashby", "lever"])) for employer in employers
    }
    now = timezone.now()
    jobs = []
    for number in range(260):
        employer = rng.choices(employers, [8, 4, 2, 1])[0]
        owner = rng.choices([None, user, stranger], [20, 1, 1])[0]
        is_open = rng.random() < 0.8
        pay = rng.choice([None, None, (20, "hour"), (3000, "month"), (52000, "year"), (90000, "year"), (0, "year")])
        listed_at = now - timedelta(hours=rng.choice([0, 1, 1, 30, 200, 900, 9000]), seconds=rng.choice([0, 1, 2]))
        jobs.append(
            Job(
                company=employer,
                board=None if owner else boards[employer],
                owner=owner,
                source=Source.MANUAL if owner else boards[employer].source,
                external_id=f"p{number}",
                title=" ".join(rng.choices(WORDS, k=rng.choice([1, 2, 3]))),
                department=rng.choice(["", "", "yard"]),
                locations=rng.sample(PLACES, k=rng.choice([0, 1, 1, 2])),
                workplace=rng.choice([None, "remote", "onsite"]),
                employment_type=rng.choice([None, "full_time", "contract"]),
                salary_min=Decimal(pay[0]) if pay else None,
                salary_period=pay[1] if pay else None,
                salary_currency=rng.choice(["EUR", "PLN"]) if pay else "",
                description_text=" ".join(rng.choices([*WORDS, "the", "with"], k=rng.randrange(12))),
                # Most are dated; some lie ahead, some have no date but that of their import.
                posted_at=rng.choices([listed_at, now + timedelta(days=40), None], [12, 1, 2])[0],
                is_open=is_open,
                closed_at=None if is_open else now,
            )
        )
    Job.objects.bulk_create(jobs)
    for job in rng.sample(list(Job.objects.filter(owner=None)), k=20):
        JobTrackingFactory(user=rng.choice([user, stranger]), job=job)


def nothing_known(monkeypatch):
    assert not SearchStatistics.objects.exists()


def as_it_is(monkeypatch):
    vocabulary.refresh()


def narrow_windows(monkeypatch):
    vocabulary.refresh()
    monkeypatch.setattr(matching, "FEW", 0)
    monkeypatch.setattr(matching, "MARGIN", 0.1)


def all_believed_common(monkeypatch):
    narrow_windows(monkeypatch)
    Lexeme.objects.update(share=1)
    SearchStatistics.objects.update(rare=2)


def all_believed_rare(monkeypatch):
    vocabulary.refresh()
    monkeypatch.setattr(matching, "FEW", 0)
    Lexeme.objects.update(share=0.01)


PLANS = [nothing_known, as_it_is, narrow_windows, all_believed_common, all_believed_rare]

asked = [*WORDS, "the", "or", "-senior", '"senior welder"', '-"night dock"', "poland"]
some = {"max_size": 2, "unique": True}
criteria = st.builds(
    Criteria,
    q=st.one_of(st.just(""), st.lists(st.sampled_from(asked), max_size=4).map(" ".join)),
    companies=st.lists(st.sampled_from(["perkoz", "kelp", "nobody", "4711"]), **some).map(tuple),
    hidden_companies=st.lists(st.sampled_from(["perkoz", "dock", "4711"]), max_size=1).map(tuple),
    locations=st.lists(st.sampled_from(["Poland", "new york", "Gdansk", "remote", "Atlantis", "!"]), **some).map(tuple),
    workplaces=st.lists(st.sampled_from(Workplace), **some).map(tuple),
    employment_types=st.lists(st.sampled_from(EmploymentType), **some).map(tuple),
    salary_min=st.sampled_from([None, None, None, Decimal(0), Decimal(41600), Decimal("52000.01"), Decimal(10) ** 11]),
    currency=st.sampled_from(["", "", "EUR"]),
    posted_within=st.sampled_from([None, None, 1, 30]),
    sources=st.lists(st.sampled_from([Source.ASHBY, Source.MANUAL]), max_size=1).map(tuple),
    is_open=st.sampled_from([True, True, False, None]),
    hide_tracked=st.sampled_from([False, False, True]),
    is_exact=st.just(True),
)


def everywhere(test):
    """The test for each plan, and for few and many matches counted."""
    test = pytest.mark.parametrize("plan", PLANS)(test)
    return pytest.mark.parametrize("counted", [1000, 25])(test)


def examples(**given_values):
    slow = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    return lambda test: slow(given(**given_values)(test))


@everywhere
def test_jobs_are_those_that_a_naive_query_finds(postings, user, monkeypatch, plan, counted):
    monkeypatch.setattr(finding, "COUNTED", counted)
    plan(monkeypatch)

    @examples(criteria=criteria, paging=st.sampled_from([(1, 4), (20, 99)]))
    def compare(criteria: Criteria, paging: tuple[int, int]) -> None:
        expected = naive(criteria, user)
        is_exact = len(expected) <= counted or is_everything(criteria)
        limit, pages = paging
        found, cursor = [], ""
        for _ in range(pages):
            page = finding.jobs(criteria, user=user, limit=limit, cursor=cursor)
            found += [job.pk for job in page.jobs]
            cursor = page.next
            if not cursor:
                break

        assert found == [match.pk for match in expected][: pages * limit]
        assert (cursor is None) == (len(expected) <= pages * limit)
        assert (page.total, page.is_total_exact) == (len(expected) if is_exact else counted, is_exact)

    compare()


@pytest.mark.parametrize("limit", [1, 2, 4, 10])
def test_pages_hold_all_matches_though_the_newest_have_the_words_in_the_title(user, monkeypatch, limit):
    monkeypatch.setattr(finding, "COUNTED", 3)
    for number, facts in enumerate([{"title": "Baker", "description_text": "welder"}] * 4 + [{"title": "Welder"}] * 5):
        JobFactory(posted_at=NOW + timedelta(days=number), **facts)
    found, cursor = [], ""

    while cursor is not None:
        page = finding.jobs(Criteria(q="welder", is_exact=True), user=user, limit=limit, cursor=cursor)
        found += [job.title for job in page.jobs]
        cursor = page.next

    assert found == ["Welder"] * 5 + ["Baker"] * 4


def test_filters_count_what_a_naive_query_finds(postings, user):
    values = {"workplace": Workplace, "employment_type": EmploymentType, "source": Source}

    @examples(criteria=criteria)
    def compare(criteria: Criteria) -> None:
        expected = {
            column: {
                value: number
                for value in values[column]
                if (number := len(naive(replace(criteria, **{criterion: (value,)}), user)))
            }
            for column, criterion in finding.FILTERS.items()
        }

        counts = finding.by_filter(criteria, user=user)

        assert {column: count.values for column, count in counts.items()} == expected
        assert all(count.is_exact for count in counts.values())

    compare()


@everywhere
def test_companies_are_those_of_a_naive_query(postings, user, monkeypatch, plan, counted):
    monkeypatch.setattr(finding, "COUNTED", counted)
    plan(monkeypatch)

    @examples(criteria=criteria)
    def compare(criteria: Criteria) -> None:
        expected = naive(criteria, user)
        is_exact = len(expected) <= counted or is_everything(criteria)
        newest = sorted(expected, key=lambda match: (match.listed_at, match.pk), reverse=True)
        newest = newest[: None if is_exact else counted]
        matched = Counter(match.company for match in newest)
        titles = Counter(match.company for match in newest if match.in_title)
        ordered = sorted(matched, key=lambda pk: (-titles[pk], -matched[pk], pk))
        totals = Counter(match.company for match in naive(Criteria(is_open=criteria.is_open), user))
        rows, cursor = [], ""
        while cursor is not None:
            page = finding.companies(criteria, user=user, limit=3, cursor=cursor)
            rows += [(row.company.pk, row.matched, row.total) for row in page.rows]
            cursor = page.next

        assert rows == [(pk, matched[pk], totals[pk]) for pk in ordered]
        assert (page.matched, page.is_matched_exact) == (len(expected) if is_exact else counted, is_exact)
        assert finding.total(criteria, user=user) == totals.total()

    compare()


def test_searches_read_no_table_however_few_postings_there_are(postings, user):
    criteria = Criteria(q="welder", workplaces=(Workplace.REMOTE,))

    with matching.by_index(), connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as asked:
            matching.Search(criteria, user=user).newest(10, ["jobs.id"])
        cursor.execute(f"EXPLAIN {asked[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor)

    assert "jobs_search" in plan
    assert "Seq Scan" not in plan
