import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import greenhouse
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Salary, SalaryPeriod, Workplace


def job(**changes) -> dict:
    return {
        "id": 4051,
        "internal_job_id": None,
        "title": "Head Miller ",
        "absolute_url": "https://careers.example/jobs?gh_jid=4051",
        "location": {"name": "Ghent, Belgium; Remote - Belgium | Ghent, Belgium"},
        "updated_at": "2026-03-02T12:00:00-05:00",
        "first_published": "2026-03-01T23:30:00-05:00",
        "application_deadline": "2026-04-01T00:00:00-04:00",
        "requisition_id": "REQ-7",
        "company_name": "Old Mill ",
        "language": "en",
        "metadata": None,
        "content": "&lt;h2&gt;Flour &amp;amp; salt&lt;/h2&gt;\n&lt;p class=&quot;x&quot;&gt;Mill&amp;nbsp;it&lt;/p&gt;",
        "departments": [{"id": 1, "name": "No Department"}, {"id": 2, "name": "Milling "}],
        "offices": [{"id": 1, "name": "Mill 1", "location": "Ghent, Flanders, Belgium"}],
    } | changes


def read(*jobs) -> Board:
    return greenhouse.read(json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode())


def read_one(**changes) -> JobPosting:
    [posting] = read(job(**changes)).postings
    return posting


def field(name: str, value: object) -> dict:
    return {"id": 1, "name": name, "value": value, "value_type": "single_select"}


EXPECTED = JobPosting(
    external_id="4051",
    title="Head Miller",
    department="Milling",
    requisition_id="REQ-7",
    locations=("Ghent, Belgium", "Remote - Belgium"),
    workplace=Workplace.REMOTE,
    description_html="<h3>Flour &amp; salt</h3>\n<p>Mill it</p>",
    description_text="Flour & salt\nMill it",
    language="en",
    url="https://careers.example/jobs?gh_jid=4051",
    apply_url="https://careers.example/jobs?gh_jid=4051",
    posted_at=datetime(2026, 3, 2, 4, 30, tzinfo=UTC),
    updated_at=datetime(2026, 3, 2, 17, 0, tzinfo=UTC),
    expires_at=datetime(2026, 4, 1, 4, 0, tzinfo=UTC),
)


def test_read_gives_every_field():
    assert read(job()) == Board((EXPECTED,), company="Old Mill")


def test_read_takes_the_answer_for_a_single_job():
    assert greenhouse.read(json.dumps(job()).encode()) == Board((EXPECTED,), company="Old Mill")


def test_read_of_the_least_there_can_be():
    assert read({"id": 1, "title": "Miller"}) == Board((JobPosting("1", "Miller"),))


def test_the_company_is_the_name_most_jobs_give():
    assert (
        read(job(company_name="Mill Group"), job(id=1), job(id=2), job(id=3, company_name=None)).company == "Old Mill"
    )


def test_escaped_html_is_unescaped_once():
    posting = read_one(
        content="&lt;p&gt;Write &lt;code&gt;&amp;lt;b&amp;gt;&lt;/code&gt; &lt;script&gt;x&lt;/script&gt;&lt;/p&gt;"
    )

    assert posting.description_html == "<p>Write <code>&lt;b&gt;</code> </p>"


def test_html_that_another_tool_unescaped_is_left_so():
    assert read_one(content="<p>Write &lt;b&gt;</p>").description_html == "<p>Write &lt;b&gt;</p>"


@pytest.mark.parametrize(
    ("metadata", "location", "expected"),
    [
        ([field("Location Type", "On-Site")], "Remote - Belgium", Workplace.ONSITE),
        ([field("Workplace Type", "Hybrid (Travel-Required)")], "Ghent", Workplace.HYBRID),
        ([field("Location Type", None)], "Ghent (remote)", Workplace.REMOTE),
        ([field("Hiring Manager", "Remote Person")], "Ghent", None),
        (None, "Distributed", Workplace.REMOTE),
        (None, "Ghent", None),
    ],
)
def test_workplace_is_that_of_the_metadata_or_the_location(metadata, location, expected):
    assert read_one(metadata=metadata, location={"name": location}).workplace is expected


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ([field("Time Type", "Full time")], EmploymentType.FULL_TIME),
        ([field("Time Type", "Full time"), field("Worker Sub-Type", "Fixed Term")], EmploymentType.FULL_TIME),
        ([field("Employment Type", "Contract"), field("Time Type", "Full Time")], EmploymentType.CONTRACT),
        ([field("Employment Type", ["Intern"])], EmploymentType.INTERN),
        ([field("Employment Type", "Regular")], None),
        ([field("Employment Type", {"a": 1}), 5, None, field(None, "Contract")], None),
    ],
)
def test_employment_type_is_that_of_the_metadata(metadata, expected):
    assert read_one(metadata=metadata).employment_type is expected


@pytest.mark.parametrize("location", ["Hybrid", "Remote or In-Office", "N/A", "", None])
def test_places_come_from_elsewhere_where_the_location_names_none(location):
    metadata = [field("Job Posting Location", ["Ghent, BE", "Bruges, BE"])]

    assert read_one(location={"name": location}, metadata=metadata).locations == ("Ghent, BE", "Bruges, BE")
    assert read_one(location={"name": location}).locations == ("Ghent, Flanders, Belgium",)


def test_a_remote_job_without_offices_stays_remote():
    assert read_one(location={"name": "Remote"}, offices=[]).locations == ("Remote",)


def test_pay_in_cents_spans_the_ranges_of_one_currency():
    ranges = [
        {"min_cents": 5000000, "max_cents": 7000050, "currency_type": "USD", "title": "Annual pay, Boston"},
        {"min_cents": 4500000, "max_cents": 6000000, "currency_type": "USD", "title": "Annual pay, elsewhere"},
        {"min_cents": 1000, "max_cents": 99000000, "currency_type": "CAD", "title": "Toronto"},
        None,
    ]

    assert read_one(pay_input_ranges=ranges).salary == Salary(
        Decimal(45000), Decimal("70000.5"), "USD", SalaryPeriod.YEAR
    )


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        (
            [field("Salary Range", {"unit": "EUR", "min_value": "40000.0", "max_value": "52000.0"})],
            Salary(Decimal(40000), Decimal(52000), "EUR"),
        ),
        (
            [field("Hourly pay", {"unit": "EUR", "min_value": "15", "max_value": "0"})],
            Salary(Decimal(15), None, "EUR", SalaryPeriod.HOUR),
        ),
        ([field("Salary Range", {"unit": "EUR", "min_value": "0.0", "max_value": "0.0"})], None),
        ([field("Sign-on bonus compensation", {"unit": "EUR", "min_value": "1", "max_value": "2"})], None),
        ([field("Travel budget", {"unit": "EUR", "min_value": "1", "max_value": "2"})], None),
        ([field("Salary Range", None)], None),
    ],
)
def test_pay_from_metadata_is_base_pay_only(metadata, expected):
    assert read_one(metadata=metadata).salary == expected


def test_hiring_managers_are_not_read():
    posting = read_one(metadata=[field("Hiring Manager", {"name": "Ada Vermeer", "email": "ada@mill.example"})])

    assert "Ada" not in repr(posting)


def test_one_bad_job_spoils_nothing():
    board = read(job(id={}), 5, job(location="Ghent", departments=[None, 5], offices={}, metadata=7))

    assert board.postings[0].locations == ()
    assert board.refused == (
        Refusal("Head Miller", "The posting has no usable id."),
        Refusal("number 2", "The posting is not an object."),
    )


@pytest.mark.parametrize("payload", [[], {"jobs": "x"}, None, {"status": 404, "error": "Job not found"}])
def test_another_payload_is_refused(payload):
    with pytest.raises(FeedError, match='expected here: an object with the list "jobs", as Greenhouse sends it'):
        greenhouse.read(json.dumps(payload).encode())
