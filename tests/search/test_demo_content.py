"""The demo postings are what a newcomer reads first: complete, varied, and each company's own."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import nh3
import pytest
from django.conf import settings

from search.demo import boards
from search.demo.notation import hourly, to_html, to_text, yearly
from search.postings import EmploymentType, JobPosting, Salary, SalaryPeriod, Workplace

NOW = datetime(2026, 6, 17, 9, 30, tzinfo=UTC)
ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3", "h4", "a", "br"}


def postings() -> list[JobPosting]:
    return [posting for demo in boards(NOW) for posting in demo.board.postings]


def test_boards_are_of_25_companies_with_200_postings():
    demos = boards(NOW)

    assert len(demos) == 25
    assert len({demo.slug for demo in demos}) == 25
    assert sum(len(demo.board.postings) for demo in demos) == 200
    assert {demo.company: len(demo.board.postings) for demo in demos if not 5 <= len(demo.board.postings) <= 12} == {}


def test_boards_name_their_company_and_refuse_nothing():
    demos = boards(NOW)

    assert [(demo.board.company, demo.board.refused) for demo in demos] == [(demo.company, ()) for demo in demos]


def test_boards_are_the_same_at_the_same_moment():
    assert boards(NOW) == boards(NOW)


def test_boards_stay_the_same_but_for_their_ages_later():
    later = NOW + timedelta(days=30)

    ages = [NOW - posting.posted_at for posting in postings()]
    ages_later = [later - posting.posted_at for demo in boards(later) for posting in demo.board.postings]

    assert ages_later == ages


def test_boards_of_a_moment_without_time_zone_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        boards(datetime(2026, 6, 17))  # noqa: DTZ001


def test_age_of_a_posting_never_changes():
    """Drawn from a hash of its address, it is the same on every machine and every Python."""
    fernwood = next(demo for demo in boards(NOW) if demo.slug == "fernwood")

    ages = {posting.title: NOW - posting.posted_at for posting in fernwood.board.postings[:2]}

    assert ages == {
        "Senior Backend Engineer, Fleet Platform": timedelta(days=18, hours=7, minutes=14),
        "Staff Engineer, Simulation": timedelta(days=15, hours=16, minutes=25),
    }


def test_ages_are_within_60_days_and_some_postings_are_new():
    ages = [NOW - posting.posted_at for posting in postings()]

    assert min(ages) >= timedelta(0)
    assert max(ages) <= timedelta(days=60)
    assert sum(age < timedelta(days=1) for age in ages) >= 10
    assert sum(age > timedelta(days=30) for age in ages) >= 30


def test_titles_and_ids_are_unique_on_a_board():
    for demo in boards(NOW):
        assert Counter(posting.title for posting in demo.board.postings).most_common(1)[0][1] == 1
        assert Counter(posting.external_id for posting in demo.board.postings).most_common(1)[0][1] == 1


def test_addresses_are_unique_and_lead_nowhere():
    urls = [posting.url for posting in postings()]

    assert len(set(urls)) == len(urls)
    assert [url for url in urls if not re.fullmatch(r"https://[a-z-]+\.example/careers/[a-z0-9-]+", url)] == []
    assert [posting.apply_url for posting in postings()] == [f"{url}/apply" for url in urls]


def test_descriptions_are_what_the_sanitiser_makes_of_them():
    """So they hold the allowed tags alone, each opened and closed in its place."""
    written = {posting.url: posting.description_html for posting in postings()}

    cleaned = {url: nh3.clean(html, tags=ALLOWED_TAGS, attributes={}) for url, html in written.items()}

    assert cleaned == written


def test_description_texts_have_the_words_of_the_html():
    for posting in postings():
        without_marks = re.sub(r"</?(?:em|strong)>", "", posting.description_html)
        words = unescape(re.sub(r"<[^>]*>", " ", without_marks)).split()

        assert posting.description_text.replace("\n- ", "\n").split() == words


def test_descriptions_leave_no_notation_behind():
    marks = re.compile(r"\*|^[#+] |##", re.MULTILINE)

    assert [posting.url for posting in postings() if marks.search(posting.description_text)] == []


def test_descriptions_have_90_to_220_words():
    lengths = {posting.url: len(posting.description_text.split()) for posting in postings() if posting.language != "ja"}

    assert {url: length for url, length in lengths.items() if not 90 <= length <= 220} == {}


def test_no_sentence_is_shared_between_companies():
    """Nothing in the demo is filled-in boilerplate. Sentences of up to six words may happen twice."""
    companies = defaultdict(set)

    for demo in boards(NOW):
        for posting in demo.board.postings:
            for sentence in re.split(r"(?<=[.!?:])\s+|\n(?:- )?", posting.description_text):
                if len(sentence.split()) > 6:
                    companies[sentence.casefold()].add(demo.slug)

    assert {sentence: slugs for sentence, slugs in companies.items() if len(slugs) > 1} == {}


def test_every_filter_finds_something():
    found = postings()
    salaries = [posting.salary for posting in found if posting.salary]

    assert {posting.workplace for posting in found} == {None, *Workplace}
    assert {posting.employment_type for posting in found} == {None, *EmploymentType}
    assert {salary.period for salary in salaries} == {None, *SalaryPeriod}
    assert {salary.currency for salary in salaries} == {
        "", "CAD", "CHF", "EUR", "GBP", "JPY", "NOK", "NZD", "PLN", "SEK", "USD",
    }  # fmt: skip
    assert {posting.language for posting in found} == {"de", "en", "fr", "ja"}


def test_unknown_and_unusual_values_are_among_them():
    found = postings()

    assert sum(posting.salary is None for posting in found) >= 20
    assert sum(not posting.locations for posting in found) >= 3
    assert sum(len(posting.locations) > 1 for posting in found) >= 30
    assert max(len(posting.title) for posting in found) > 200
    assert sum(not posting.title.isascii() and posting.language == "ja" for posting in found) == 1


def test_salaries_have_figures_in_order_or_words_alone():
    for salary in (posting.salary for posting in postings() if posting.salary):
        if salary.text:
            assert salary == Salary(text=salary.text)
        else:
            assert Decimal(0) < salary.min <= salary.max


def test_logos_exist_and_are_plain_drawings():
    logos = {demo.logo for demo in boards(NOW) if demo.logo}

    # One file for all, so that a page of companies costs one request.
    head, *drawings = (settings.BASE_DIR / "static/logos/demo.svg").read_text().strip().split('\n<svg id="')
    assert logos == {f"logos/demo.svg#{drawing.partition('"')[0]}" for drawing in drawings}
    assert "svg:not(:target) { display: none }" in head
    for drawing in drawings:
        assert len(drawing) < 600
        assert set(re.findall(r"<(\w+)", drawing)) <= {"rect", "path", "circle"}
        assert "style" not in drawing


SAMPLE = """
    First line
    and its *continuation*, with R&D.

    ## Heading
    - One
      goes on
    - **Two**

    + First
    + Second

    Last.
"""


def test_notation_becomes_html():
    assert to_html(SAMPLE) == (
        "<p>First line and its <em>continuation</em>, with R&amp;D.</p><h3>Heading</h3>"
        "<ul><li>One goes on</li><li><strong>Two</strong></li></ul>"
        "<ol><li>First</li><li>Second</li></ol><p>Last.</p>"
    )


def test_notation_becomes_text():
    assert to_text(SAMPLE) == (
        "First line and its continuation, with R&D.\nHeading\n- One goes on\n- Two\n- First\n- Second\nLast."
    )


def test_heading_ends_with_its_line():
    text = "## Living in Tajimi\nTea is at ten,\nand at three.\n## Hours\n- Nine to five"

    assert to_html(text) == (
        "<h3>Living in Tajimi</h3><p>Tea is at ten, and at three.</p><h3>Hours</h3><ul><li>Nine to five</li></ul>"
    )
    assert to_text(text) == "Living in Tajimi\nTea is at ten, and at three.\nHours\n- Nine to five"


def test_headings_are_short():
    headings = [heading for posting in postings() for heading in re.findall("<h3>(.*?)</h3>", posting.description_html)]

    assert [heading for heading in headings if len(heading) > 60] == []


def test_pay_is_a_range_or_one_figure():
    assert yearly("EUR", 88_000, 108_000) == Salary(
        min=Decimal(88_000), max=Decimal(108_000), currency="EUR", period=SalaryPeriod.YEAR
    )
    assert hourly("EUR", "16.50") == Salary(
        min=Decimal("16.50"), max=Decimal("16.50"), currency="EUR", period=SalaryPeriod.HOUR
    )
