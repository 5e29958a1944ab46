import json
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from search.feeds import jsonld
from search.postings import (
    Board,
    EmploymentType,
    FeedError,
    JobPosting,
    Refusal,
    Salary,
    SalaryPeriod,
    Workplace,
)


def item(**changes) -> dict:
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Research &amp; Development Gardener",
        "description": "<h1>Grow</h1><p>Plants.</p>",
        "identifier": {"@type": "PropertyValue", "name": "Moss Labs", "value": "G-12"},
        "datePosted": "2026-04-01",
        "dateModified": "2026-04-02T10:00:00Z",
        "validThrough": "2026-05-01",
        "employmentType": ["PART_TIME"],
        "hiringOrganization": {"@type": "Organization", "name": "Moss Labs", "sameAs": "https://moss.example"},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Porto",
                "addressRegion": "UNAVAILABLE",
                "addressCountry": {"@type": "Country", "name": "PT"},
            },
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "minValue": 15.5, "maxValue": "18", "unitText": "HOUR"},
        },
        "inLanguage": "en",
        "url": "https://moss.example/jobs/g-12",
    } | changes


EXPECTED = JobPosting(
    external_id="G-12",
    title="Research & Development Gardener",
    company="Moss Labs",
    locations=("Porto, Portugal",),
    employment_type=EmploymentType.PART_TIME,
    salary=Salary(Decimal("15.5"), Decimal(18), "EUR", SalaryPeriod.HOUR),
    description_html="<h3>Grow</h3><p>Plants.</p>",
    description_text="Grow\nPlants.",
    language="en",
    url="https://moss.example/jobs/g-12",
    posted_at=datetime(2026, 4, 1, tzinfo=UTC),
    updated_at=datetime(2026, 4, 2, 10, 0, tzinfo=UTC),
    expires_at=datetime(2026, 5, 1, 23, 59, 59, tzinfo=UTC),
)
BOARD = Board((EXPECTED,), company="Moss Labs")


def page(*blocks: str, kind: str = 'type="application/ld+json"') -> bytes:
    scripts = "".join(f"<script {kind}>{block}</script>" for block in blocks)
    return f"<!doctype html><html><head><meta charset=utf-8>{scripts}</head><body>…</body></html>".encode()


def read(*values, **options) -> Board:
    # As pages write it: "</script>" in a text must not end the block.
    return jsonld.read(page(*(json.dumps(value).replace("</", "<\\/") for value in values)), **options)


def read_one(**changes) -> JobPosting:
    [posting] = read(item(**changes)).postings
    return posting


def test_read_gives_every_field():
    assert read(item()) == BOARD


@pytest.mark.parametrize(
    "value",
    [
        [item()],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, item()]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": item()}]},
        item(**{"@type": ["JobPosting", "Thing"]}),
        item(**{"@type": "https://schema.org/JobPosting"}),
        item(**{"@type": "schema:JobPosting"}),
    ],
)
def test_read_finds_postings_wherever_they_are_wrapped(value):
    assert read(value) == BOARD
    assert jsonld.read(json.dumps(value).encode()) == BOARD


@pytest.mark.parametrize(
    "data",
    [
        page(json.dumps(item()), kind="id=x TYPE='application/ld+json' nonce=y"),
        page("\n<!--\n" + json.dumps(item()) + "\n-->\n"),
        page("//<![CDATA[\n" + json.dumps(item()) + "\n//]]>"),
        page(json.dumps(item()).replace('"', "&quot;")),
        page(json.dumps(item()).replace("<p>", "\n\t<p>")),
        page(json.dumps(item())).replace(b"</script>", b"</SCRIPT >"),
        page(json.dumps(item()), kind='type="application/ld&#x2B;json"'),
        page(json.dumps(item()), kind='type="application/ld+json; charset=utf-8"'),
        page("\ufeff" + json.dumps(item())),
        b"<!--" + page(json.dumps(item())) + b"-->",
        b"<!-- never closed " + page(json.dumps(item())),
        b"<script>'<!--'</script>" + page(json.dumps(item())) + b"<!-- -->",
        b"\xef\xbb\xbf" + json.dumps(item()).encode(),
        json.dumps(item()).replace("<p>", "\n\t<p>").encode(),
    ],
)
def test_read_copes_with_how_pages_embed_it(data):
    [posting] = jsonld.read(data).postings

    assert (posting.external_id, posting.description_text) == ("G-12", "Grow\nPlants.")


def test_escaped_quotes_within_a_text_are_left_to_it():
    """A raw line end is put right; what it stands beside was right."""
    block = json.dumps(item(description="Grow &quot;green&quot;NEWthings")).replace("NEW", "\n")

    assert jsonld.read(page(block)).postings[0].description_text == 'Grow "green" things'


def test_what_is_commented_out_does_not_count_beside_what_is_not():
    old = page(json.dumps(item(identifier="OLD")))

    board = jsonld.read(b"<!-- " + old + b" -->" + page(json.dumps(item())) + b"<!-- " + old + b" -->")

    assert board == BOARD


def test_a_script_that_speaks_of_json_ld_is_none():
    block = json.dumps(item(identifier="OLD"))

    script = f"<script>'<script type=application/ld+json>{block}'</script>".encode()

    assert jsonld.read(script + page(json.dumps(item()))) == BOARD


@pytest.mark.parametrize("is_one_block", [True, False])
def test_what_stands_elsewhere_on_the_page_is_found_by_its_id(is_one_block):
    organization = {"@type": "Organization", "@id": "#org", "name": "Moss Labs"}
    place = {"@type": "Place", "@id": "#porto", "address": {"addressLocality": "Porto", "addressCountry": "PT"}}
    posting = item(hiringOrganization={"@id": "#org"}, jobLocation=[{"@type": "Place", "@id": "#porto"}])

    nodes = [posting, organization, place]
    assert (read({"@graph": nodes}) if is_one_block else read(*nodes)) == BOARD


def test_reference_to_nothing_says_nothing():
    assert read_one(hiringOrganization={"@id": "#org"}, jobLocation={"@id": 5}).company == ""


def test_read_follows_the_declared_encoding():
    block = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Gärtner"}</script>'
    data = f'<meta charset="windows-1252">{block}'.encode("windows-1252")

    assert jsonld.read(data).postings[0].title == "Gärtner"


@pytest.mark.parametrize("charset", ["utf-8", "klingon", "zip", "ascii"])
def test_read_survives_a_wrong_encoding(charset):
    data = f'<meta charset={charset}><script type="application/ld+json">{{"@type":"JobPosting","title":"x'.encode()

    assert jsonld.read(data + b'\xff"}</script>').postings[0].title == "x\ufffd"


def test_a_broken_block_spoils_nothing():
    board = jsonld.read(page("{broken", json.dumps(item())))

    assert board.postings == (EXPECTED,)
    [refusal] = board.refused
    assert refusal.posting == "JSON-LD block 1"
    assert refusal.reason.startswith("This is not valid JSON: ")


def test_a_posting_without_a_title_is_refused():
    assert read(item(title=None)).refused == (Refusal("number 1", "The posting has no title."),)


@pytest.mark.parametrize("stated", [None, {"value": "Moss Labs"}, {"value": None}, [], 1.5])
def test_without_an_identifier_the_address_stands_for_it(stated):
    by_address = read_one(identifier=stated)

    assert by_address.external_id == read_one(identifier=stated, title="Other").external_id
    assert by_address.external_id != read_one(identifier=stated, url="https://moss.example/2").external_id
    assert len(by_address.external_id) == 32


def test_without_an_address_either_title_company_and_place_stand_for_it():
    first, same, other = (read_one(identifier=None, url=None, title=title) for title in ("A", "A", "B"))

    assert first.external_id == same.external_id != other.external_id


def place(city: str) -> dict:
    return {"address": {"addressLocality": city}}


WITHOUT_ID = {"identifier": None, "url": None}
PAGE_URL = "https://moss.example/jobs"


def told(*items: dict, page_url: str = PAGE_URL) -> list[tuple]:
    return [(p.title, p.company, p.locations) for p in read(*items, token=page_url).postings]


@pytest.mark.parametrize("page_url", ["", PAGE_URL])
def test_postings_that_only_the_page_holds_together_are_several(page_url):
    items = [
        item(**WITHOUT_ID, title="A", jobLocation=place("Porto")),
        item(**WITHOUT_ID, title="B", jobLocation=place("Porto")),
        item(**WITHOUT_ID, title="B", jobLocation=place("Braga")),
    ]

    assert told(*items, page_url=page_url) == [
        ("A", "Moss Labs", ("Porto",)),
        ("B", "Moss Labs", ("Porto",)),
        ("B", "Moss Labs", ("Braga",)),
    ]


@pytest.mark.parametrize("other", [{"hiringOrganization": "Fern Ltd"}, {"title": "Other"}])
@pytest.mark.parametrize("tie", [{}, {"identifier": None}])
def test_different_postings_with_one_id_are_several(other, tie):
    first, second = read(item(**tie), item(**tie | other)).postings

    assert first.external_id != second.external_id
    assert [first.external_id, second.external_id] == [
        posting.external_id for posting in reversed(read(item(**tie | other), item(**tie)).postings)
    ]


@pytest.mark.parametrize("tie", [{}, {"identifier": None}])
def test_one_posting_in_several_places_stays_one_and_keeps_its_id(tie):
    [alone] = read(item(**tie)).postings
    [posting] = read(item(**tie, jobLocation=place("Porto")), item(**tie, jobLocation=place("Braga"))).postings

    assert (posting.external_id, posting.locations) == (alone.external_id, ("Porto", "Braga"))


def test_posting_that_the_page_has_twice_keeps_its_id():
    [alone] = read(item(**WITHOUT_ID), token=PAGE_URL).postings

    assert read(item(**WITHOUT_ID), item(**WITHOUT_ID), token=PAGE_URL).postings == (alone,)


def test_page_of_several_employers_belongs_to_none_of_them():
    board = read(item(), item(identifier="G-13"), item(identifier="F-1", hiringOrganization="Fern Ltd"))

    assert (board.company, board.is_of_many) == ("", True)


def test_page_of_one_employer_belongs_to_it_however_often_it_is_named():
    same = [item(identifier=f"G-{n}", hiringOrganization=name) for n, name in enumerate(["MOSS LABS", None])]
    board = read(item(), *same)

    assert (board.company, board.is_of_many) == ("Moss Labs", False)


def test_the_page_lends_its_address():
    [posting] = read(item(url="/jobs/12"), token="https://moss.example/jobs/12").postings

    assert posting.url == "https://moss.example/jobs/12"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"address": "Porto / Lisbon"}, ("Porto / Lisbon",)),
        ("Porto", ("Porto",)),
        ([{"address": {"addressLocality": "Porto"}}, {"address": {"addressLocality": "Braga"}}], ("Porto", "Braga")),
        ({"address": [{"addressLocality": "Porto"}]}, ("Porto",)),
        ({"name": "Garden 3"}, ("Garden 3",)),
        (None, ()),
        (5, ()),
    ],
)
def test_locations_come_in_every_shape(stated, expected):
    assert read_one(jobLocation=stated).locations == expected


def test_remote_jobs_name_where_applicants_may_live():
    posting = read_one(
        jobLocation=None,
        jobLocationType="TELECOMMUTE",
        applicantLocationRequirements=[{"@type": "Country", "name": "USA"}, {"@type": "State", "name": "Ontario"}],
    )

    assert posting.workplace is Workplace.REMOTE
    assert posting.locations == ("United States", "Ontario")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            {"currency": "usd", "value": 50000, "unitText": "YEAR"},
            Salary(Decimal(50000), Decimal(50000), "USD", SalaryPeriod.YEAR),
        ),
        ({"value": {"value": 20, "unitText": "HOUR"}}, Salary(Decimal(20), Decimal(20), "", SalaryPeriod.HOUR)),
        ({"currency": "EUR", "minValue": 1000, "maxValue": 900}, Salary(Decimal(900), Decimal(1000), "EUR", None)),
        ({"value": "50-100k and shares"}, Salary(text="50-100k and shares")),
        ({"currency": "EUR", "value": {"minValue": 0, "maxValue": 0}}, None),
        ({"value": {"value": "30-36k", "unitText": "YEAR"}}, Salary(text="30-36k")),
        ({"value": {"value": "20", "unitText": "HOUR"}}, Salary(Decimal(20), Decimal(20), "", SalaryPeriod.HOUR)),
        ("Competitive", Salary(text="Competitive")),
        ([{"currency": "EUR", "value": 900}], Salary(Decimal(900), Decimal(900), "EUR", None)),
        (None, None),
        ([], None),
    ],
)
def test_pay_comes_in_every_shape(stated, expected):
    assert read_one(baseSalary=stated).salary == expected


def test_currency_may_stand_beside_the_pay():
    assert read_one(baseSalary=45000, salaryCurrency="EUR").salary == Salary(Decimal(45000), Decimal(45000), "EUR")
    assert read_one(salaryCurrency="USD").salary == EXPECTED.salary


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("&lt;p&gt;Grow &amp;amp; mow&lt;/p&gt;", "<p>Grow &amp; mow</p>"),
        ("Grow.\n\nMow & sow, 5 < 6", "<p>Grow.</p><p>Mow &amp; sow, 5 &lt; 6</p>"),
        ("<script>alert(1)</script>", ""),
        (None, ""),
        (["x"], ""),
    ],
)
def test_descriptions_come_escaped_plain_or_as_html(stated, expected):
    assert read_one(description=stated).description_html == expected


def test_deep_nesting_is_not_followed():
    value = item()
    for _ in range(200):
        value = {"about": [value]}

    with pytest.raises(FeedError, match=r"^No schema.org JobPosting was found on this page\.$"):
        read(value)


@pytest.mark.parametrize("data", [b"<html></html>", b"", b"[]", b"{}", page('{"@type": "Organization"}'), page()])
def test_a_page_without_postings_is_refused(data):
    with pytest.raises(FeedError, match=r"^No schema.org JobPosting was found on this page\.$"):
        jsonld.read(data)


@pytest.mark.parametrize(
    "piece",
    [
        b"<script ",
        b'<script type="application/ld+json">',
        b"<meta charset=",
        b"<script>{",
        b"application/ld+json",
        b"<!--",
    ],
)
@pytest.mark.parametrize("start", [b"", b"<script "])
@pytest.mark.parametrize("end", [b"", b"</script>"])
def test_a_page_of_openings_is_read_in_linear_time(start, piece, end):
    data = start + piece * 200_000 + end

    with suppress(FeedError):
        assert jsonld.read(data).postings == ()


def test_a_kind_of_employment_without_end_is_read_in_linear_time():
    assert read_one(employmentType=["full time"] * 100_000).employment_type is EmploymentType.FULL_TIME


def test_a_number_of_thousands_of_digits_is_no_entity():
    board = jsonld.read(page("{&quot;&#" + "9" * 5000 + ";", json.dumps(item(title="Gardener &#" + "9" * 5000 + ";"))))

    assert [posting.title for posting in board.postings] == ["Gardener"]
    assert [refusal.posting for refusal in board.refused] == ["JSON-LD block 1"]
