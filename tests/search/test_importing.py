"""Bringing a board up to date: new, changed, unchanged, closed, reopened, refused."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from search.domain import importing
from search.domain.importing import Summary, import_board
from search.models import Company, Job, JobBoard
from search.postings import Board, EmploymentType, JobPosting, Refusal, Salary, SalaryPeriod, Source, Workplace

FULL = JobPosting(
    external_id="a1",
    title="Welder",
    department="Yard",
    team="Hulls",
    requisition_id="R-7",
    locations=("Gdynia, Poland", "Gdańsk, Poland"),
    workplace=Workplace.ONSITE,
    employment_type=EmploymentType.FULL_TIME,
    seniority="Senior",
    salary=Salary(Decimal(42), Decimal("55.5"), "PLN", SalaryPeriod.HOUR, "42 to 55.50 zł"),
    description_html="<p>You weld.</p>",
    description_text="You weld.",
    language="en",
    url="https://perkoz.example/welder",
    apply_url="https://perkoz.example/welder/apply",
    posted_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
    updated_at=datetime(2026, 6, 2, 8, tzinfo=UTC),
    expires_at=datetime(2099, 1, 1, tzinfo=UTC),
)
WELDER = JobPosting("a1", "Welder")
RIGGER = JobPosting("b2", "Rigger")
UNREADABLE = Refusal("c3", "The posting has no title.")


def bring(*postings: JobPosting, refused=(), board="perkoz", company="", **options) -> Summary:
    return import_board(Source.ASHBY, board, Board(postings, tuple(refused), company), **options)


def row_versions() -> dict[str, str]:
    """Where each posting's row lies: an update moves it, whatever it writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT external_id, ctid::text FROM jobs")
        return dict(cursor.fetchall())


def states() -> dict[str, bool]:
    return dict(Job.objects.values_list("external_id", "is_open"))


@pytest.mark.django_db
class TestImportBoard:
    def test_new_posting_is_written_whole(self):
        summary = bring(FULL, company="Perkoz Shipyard")

        job = Job.objects.select_related("company", "board").get()
        assert summary == Summary(seen=1, new=1)
        assert (job.company.name, job.company.slug) == ("Perkoz Shipyard", "perkoz-shipyard")
        assert (job.board.source, job.board.token, job.board.last_count) == ("ashby", "perkoz", 1)
        assert job.board.last_ok_at is not None
        written = {name: getattr(job, name) for name in importing.POSTING_COLUMNS}
        assert written == {
            "external_id": "a1",
            "requisition_id": "R-7",
            "title": "Welder",
            "department": "Yard",
            "team": "Hulls",
            "seniority": "Senior",
            "locations": ["Gdynia, Poland", "Gdańsk, Poland"],
            "workplace": "onsite",
            "employment_type": "full_time",
            "language": "en",
            "salary_min": Decimal(42),
            "salary_max": Decimal("55.50"),
            "salary_currency": "PLN",
            "salary_period": "hour",
            "salary_text": "42 to 55.50 zł",
            "url": "https://perkoz.example/welder",
            "apply_url": "https://perkoz.example/welder/apply",
            "description_html": "<p>You weld.</p>",
            "description_text": "You weld.",
            "posted_at": datetime(2026, 6, 1, 8, tzinfo=UTC),
            "updated_at_source": datetime(2026, 6, 2, 8, tzinfo=UTC),
            "expires_at": datetime(2099, 1, 1, tzinfo=UTC),
        }
        assert (job.source, job.owner, job.is_open, job.closed_at) == (Source.ASHBY, None, True, None)

    def test_posting_that_states_little_is_written_with_unknowns(self):
        bring(WELDER)

        job = Job.objects.select_related("company").get()
        assert job.company.name == "Perkoz"
        assert (job.locations, job.workplace, job.employment_type, job.salary) == ([], None, None, None)
        assert (job.posted_at, job.updated_at_source, job.expires_at) == (None, None, None)
        assert job.listed_at == job.first_seen_at

    def test_unchanged_postings_are_not_written_again(self):
        bring(FULL, RIGGER)
        before = row_versions()

        summary = bring(FULL, RIGGER)

        assert summary == Summary(seen=2)
        assert row_versions() == before

    def test_changed_posting_alone_is_written_again(self):
        bring(FULL, RIGGER)
        before = row_versions()
        first_seen = Job.objects.get(external_id="a1").first_seen_at

        summary = bring(replace(FULL, title="Senior welder", salary=None), RIGGER)

        job = Job.objects.get(external_id="a1")
        assert summary == Summary(seen=2, changed=1)
        assert (job.title, job.salary, job.first_seen_at) == ("Senior welder", None, first_seen)
        assert row_versions()["b2"] == before["b2"]
        assert row_versions()["a1"] != before["a1"]

    @pytest.mark.parametrize(
        "change",
        [
            {"department": "Office"},
            {"locations": ("Gdańsk, Poland", "Gdynia, Poland")},
            {"workplace": None},
            {"salary": Salary(text="42 to 55.50 zł")},
            {"description_html": "<p>You <b>weld</b>.</p>"},
            {"posted_at": datetime(2026, 6, 1, 9, tzinfo=UTC)},
            {"expires_at": None},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_change_of_any_field_is_noticed(self, change):
        bring(FULL)

        assert bring(replace(FULL, **change)) == Summary(seen=1, changed=1)
        assert bring(replace(FULL, **change)) == Summary(seen=1)

    def test_touch_by_the_employer_is_no_change(self):
        bring(FULL)

        summary = bring(replace(FULL, updated_at=datetime(2026, 6, 9, tzinfo=UTC)))

        assert summary == Summary(seen=1)

    def test_text_longer_than_its_column_is_cut_and_stays_unchanged(self):
        long = replace(WELDER, title="w" * 400, department="d" * 400)

        first, second = bring(long), bring(long)

        job = Job.objects.get()
        assert (first, second) == (Summary(seen=1, new=1), Summary(seen=1))
        assert (job.title, job.department) == ("w" * 300, "d" * 200)

    def test_same_id_twice_in_one_payload_is_one_posting(self):
        summaries = [bring(WELDER, RIGGER, replace(WELDER, title="Again")) for _ in range(2)]

        assert summaries == [Summary(seen=3, new=2), Summary(seen=3)]
        assert set(Job.objects.values_list("external_id", "title")) == {("a1", "Welder"), ("b2", "Rigger")}

    def test_same_id_on_two_boards_is_two_postings(self):
        bring(WELDER, board="north")
        bring(WELDER, board="south")

        assert set(Job.objects.values_list("board__token", "external_id")) == {("north", "a1"), ("south", "a1")}

    def test_empty_board_is_remembered(self):
        summary = bring(company="Perkoz Shipyard")

        board = JobBoard.objects.select_related("company").get()
        assert summary == Summary()
        assert (board.company.name, board.last_count) == ("Perkoz Shipyard", 0)


@pytest.mark.django_db
class TestClosing:
    def test_absent_posting_stays_open_unless_the_payload_is_complete(self):
        bring(WELDER, RIGGER)

        assert bring(RIGGER) == Summary(seen=1)
        assert states() == {"a1": True, "b2": True}

    def test_complete_payload_closes_what_it_lacks(self):
        bring(WELDER, RIGGER)

        before = timezone.now()
        summary = bring(RIGGER, is_complete=True)

        job = Job.objects.get(external_id="a1")
        assert summary == Summary(seen=1, closed=1)
        assert states() == {"a1": False, "b2": True}
        assert before <= job.closed_at <= timezone.now()

    def test_complete_payload_closes_nothing_on_other_boards(self):
        bring(WELDER, board="north")

        bring(RIGGER, board="south", is_complete=True)

        assert states() == {"a1": True, "b2": True}

    def test_closed_posting_keeps_its_date_when_it_stays_away(self):
        bring(WELDER, RIGGER)
        bring(RIGGER, is_complete=True)
        closed_at = Job.objects.get(external_id="a1").closed_at

        summary = bring(RIGGER, is_complete=True)

        assert summary == Summary(seen=1)
        assert Job.objects.get(external_id="a1").closed_at == closed_at

    def test_nothing_is_closed_when_something_unknown_was_unreadable(self):
        bring(WELDER, RIGGER)

        summary = bring(RIGGER, refused=[UNREADABLE], is_complete=True)

        assert summary == Summary(seen=2, refused=[UNREADABLE], is_closing_withheld=True)
        assert states() == {"a1": True, "b2": True}

    def test_unreadable_posting_that_is_known_is_not_missing(self):
        bring(WELDER, RIGGER, JobPosting("c3", "Painter"))

        summary = bring(WELDER, refused=[replace(UNREADABLE, external_id="c3")], is_complete=True)

        assert summary == Summary(seen=2, closed=1, refused=[UNREADABLE])
        assert states() == {"a1": True, "b2": False, "c3": True}

    def test_posting_that_the_database_refuses_is_not_missing(self):
        bring(WELDER, RIGGER, JobPosting("c3", "Painter"))

        summary = bring(RIGGER, JobPosting("c3", "nul\x00"), is_complete=True)

        assert [refusal.posting for refusal in summary.refused] == ["c3"]
        assert states() == {"a1": False, "b2": True, "c3": True}

    def test_posting_that_comes_back_is_reopened(self):
        bring(WELDER, RIGGER)
        first_seen = Job.objects.get(external_id="a1").first_seen_at
        bring(RIGGER, is_complete=True)

        summary = bring(WELDER, RIGGER)

        job = Job.objects.get(external_id="a1")
        assert summary == Summary(seen=2, reopened=1)
        assert (job.is_open, job.closed_at, job.first_seen_at) == (True, None, first_seen)

    def test_posting_that_comes_back_changed_is_both(self):
        bring(WELDER)
        bring(is_complete=True)

        assert bring(replace(WELDER, title="Head welder")) == Summary(seen=1, reopened=1, changed=1)

    def test_expired_posting_is_closed_since_it_expired(self):
        expired = replace(WELDER, expires_at=timezone.now() - timedelta(days=1))

        summary = bring(expired)

        job = Job.objects.get()
        assert summary == Summary(seen=1, new=1)
        assert (job.is_open, job.closed_at) == (False, expired.expires_at)

    def test_posting_that_has_expired_by_now_is_closed_though_it_reads_the_same(self):
        ends = replace(WELDER, expires_at=timezone.now() - timedelta(seconds=1))
        bring(ends)
        Job.objects.update(is_open=True, closed_at=None)  # as it was before that moment

        assert bring(ends) == Summary(seen=1, closed=1)
        assert bring(ends) == Summary(seen=1)
        assert states() == {"a1": False}

    def test_prolonged_posting_is_reopened(self):
        bring(replace(WELDER, expires_at=timezone.now() - timedelta(days=1)))

        summary = bring(replace(WELDER, expires_at=timezone.now() + timedelta(days=1)))

        assert summary == Summary(seen=1, changed=1, reopened=1)
        assert states() == {"a1": True}


@pytest.mark.django_db
class TestRefusals:
    """What readers let through and the database does not take costs one posting, never the board."""

    TOO_MUCH = replace(RIGGER, salary=Salary(max=Decimal(10) ** 13))

    def test_new_posting_that_the_database_refuses_is_named(self):
        summary = bring(WELDER, self.TOO_MUCH, JobPosting("c3", "nul\x00"), JobPosting("d4", "Painter"))

        assert summary == Summary(
            seen=4,
            new=2,
            refused=[
                Refusal("b2", "numeric field overflow"),
                Refusal("c3", "PostgreSQL text fields cannot contain NUL (0x00) bytes"),
            ],
        )
        assert states() == {"a1": True, "d4": True}

    def test_changed_posting_that_the_database_refuses_stays_as_it_was(self):
        bring(WELDER, RIGGER)

        summary = bring(replace(WELDER, title="Head welder"), self.TOO_MUCH)

        assert summary == Summary(seen=2, changed=1, refused=[Refusal("b2", "numeric field overflow")])
        assert set(Job.objects.values_list("title", "salary_max")) == {("Head welder", None), ("Rigger", None)}

    def test_text_that_grows_without_end_when_it_is_folded_is_taken(self):
        # U+3316 is six letters and two marks once folded; an "é" makes the text need it.
        signs = [chr(code) for code in range(0x3303, 0x3358)]
        words = " ".join(a + b + c for a in signs for b in signs for c in signs[:5])

        summary = bring(replace(WELDER, description_text=f"é {words}", locations=(words,)))

        assert summary == Summary(seen=1, new=1)


@pytest.mark.django_db
class TestCompanies:
    def test_board_takes_the_name_of_its_payload(self):
        bring(WELDER, board="perkoz-yard", company="Perkoz Shipyard")

        assert Company.objects.get().name == "Perkoz Shipyard"

    @pytest.mark.parametrize(
        ("token", "name"),
        [("perkoz", "Perkoz"), ("perkoz-ship_yard", "Perkoz Ship Yard"), ("PerkozHQ", "PerkozHQ"), ("a%20b", "A B")],
    )
    def test_board_without_a_name_takes_its_token(self, token, name):
        bring(WELDER, board=token)

        assert Company.objects.get().name == name

    def test_boards_of_one_employer_share_its_company(self):
        bring(WELDER, board="perkoz", company="Perkoz Shipyard")
        import_board(Source.LEVER, "perkoz", Board((RIGGER,), company="PERKOZ shipyard"))

        assert list(Company.objects.values_list("name", flat=True)) == ["Perkoz Shipyard"]

    def test_given_name_overrides_the_payload_and_stays(self):
        bring(WELDER, company="Perkoz sp. z o.o.", company_name="Perkoz")

        summary = bring(WELDER, company="Perkoz sp. z o.o.")

        assert summary == Summary(seen=1)
        assert Job.objects.get().company.name == "Perkoz"

    def test_given_name_moves_all_of_the_board_what_is_closed_too(self):
        bring(WELDER, RIGGER)
        bring(RIGGER, is_complete=True)

        bring(RIGGER, company_name="Perkoz Shipyard")

        moved = set(Job.objects.values_list("external_id", "company__name"))
        assert moved == {("a1", "Perkoz Shipyard"), ("b2", "Perkoz Shipyard")}
        assert bring(RIGGER) == Summary(seen=1)

    def test_feed_of_many_employers_has_a_company_for_each_posting(self):
        postings = (
            replace(WELDER, company="Perkoz Shipyard"),
            replace(RIGGER, company="Kelp Bay"),
            JobPosting("c3", "Painter"),
        )

        summary = import_board(Source.REMOTIVE, "", Board(postings))

        board = JobBoard.objects.get()
        assert summary == Summary(seen=3, new=3)
        assert (board.source, board.token, board.company) == ("remotive", "remotive", None)
        assert set(Job.objects.values_list("title", "company__name")) == {
            ("Welder", "Perkoz Shipyard"),
            ("Rigger", "Kelp Bay"),
            ("Painter", "Unknown company"),
        }

    PAGE = Board((replace(WELDER, company="Perkoz"), replace(RIGGER, company="Kelp Bay")), is_of_many=True)

    def bring_page(self, payload: Board = PAGE, **options) -> dict[str, str]:
        """Bring in a page of several employers; gives whose the postings are then."""
        import_board(Source.JSONLD, "fair", payload, **options)
        return dict(Job.objects.values_list("external_id", "company__name"))

    def test_posting_of_a_page_of_several_employers_is_its_own_employers(self):
        assert self.bring_page() == {"a1": "Perkoz", "b2": "Kelp Bay"}
        assert JobBoard.objects.get().company is None

    def test_page_that_was_one_employers_gives_the_others_theirs(self):
        self.bring_page(Board((*self.PAGE.postings, JobPosting("c3", "Painter")), company="Perkoz"))

        assert self.bring_page() == {"a1": "Perkoz", "b2": "Kelp Bay", "c3": "Perkoz"}

    def test_given_name_is_that_of_all_on_a_page_of_several(self):
        assert self.bring_page(company_name="Harbour") == {"a1": "Harbour", "b2": "Harbour"}

    def test_new_name_of_a_company_makes_its_postings_found(self):
        bring(WELDER, company="Perkoz Shipyard")
        company = Company.objects.get()

        company.name = "Grebe Boats"
        company.save()

        vector = Job.objects.values_list("search", flat=True).get()
        assert re.findall(r"'\w+':\d+", vector) == ["'boat':3", "'grebe':2", "'welder':1"]


def test_two_imports_of_one_board_at_once_write_it_once(transactional_db):
    postings = tuple(JobPosting(f"p{n}", f"Position {n}") for n in range(300))
    start = Barrier(2, timeout=10)

    def bring_at_once(company: str) -> Summary:
        try:
            start.wait()
            return import_board(Source.ASHBY, "perkoz", Board(postings, company=company), is_complete=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        summaries = list(threads.map(bring_at_once, ["Perkoz Shipyard", "Perkoz Shipyard"]))

    assert sorted(summaries, key=lambda summary: summary.new) == [Summary(seen=300), Summary(seen=300, new=300)]
    assert (Job.objects.count(), JobBoard.objects.count(), Company.objects.count()) == (300, 1, 1)


def test_complete_imports_at_once_leave_the_board_as_the_last_one_saw_it(transactional_db):
    """Each sees what the other wrote, so nothing is left open or closed that neither payload says."""
    bring(WELDER, RIGGER)
    start = Barrier(2, timeout=10)

    def bring_at_once(posting: JobPosting) -> Summary:
        try:
            start.wait()
            return bring(posting, is_complete=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(bring_at_once, [WELDER, RIGGER]))

    assert sorted(states().values()) == [False, True]
