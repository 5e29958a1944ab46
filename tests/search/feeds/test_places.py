import pytest

from search.feeds import places


@pytest.mark.parametrize(
    ("location", "country", "expected"),
    [
        ("Berlin", "Germany", "Berlin, Germany"),
        ("Berlin", "de", "Berlin, Germany"),
        ("San Francisco", "USA", "San Francisco, United States"),
        ("Remote", "United States of America", "Remote, United States"),
        ("San Francisco, CA - US", "United States", "San Francisco, CA - US"),
        ("Remote U.S.", "USA", "Remote U.S."),
        ("remote (united kingdom)", "UK", "remote (united kingdom)"),
        ("Contact us", "USA", "Contact us, United States"),
        ("Mexico City", "Mexico", "Mexico City, Mexico"),
        ("Santa Fe, New Mexico", "USA", "Santa Fe, New Mexico, United States"),
        ("Atlanta, Georgia", "USA", "Atlanta, Georgia, United States"),
        ("Tbilisi, Georgia", "Georgia", "Tbilisi, Georgia"),
        ("Singapore", "Singapore", "Singapore"),
        # wider than a country, or another country: the address must not narrow it down
        ("Europe", "Germany", "Europe"),
        ("LatAm", "Panama", "LatAm"),
        ("Remote (EMEA)", "Ireland", "Remote (EMEA)"),
        ("Noida, India", "United States", "Noida, India"),
        ("Anywhere", "Remote", "Anywhere"),
        ("Oslo", "Nordics", "Oslo"),
        ("", "Germany", "Germany"),
        ("N/A", "Germany", "Germany"),
        ("Oslo", "", "Oslo"),
        ("Oslo", "XX", "Oslo"),
        ("Gotham", "Freedonia", "Gotham, Freedonia"),
        ("", "", ""),
    ],
)
def test_located_names_the_country_once(location, country, expected):
    assert places.located(location, country) == expected


@pytest.mark.parametrize("office", ["HQ", "Headquarters", "Head office", "Hybrid", "On-site"])
def test_located_shows_the_city_for_a_mere_office(office):
    assert places.located(office, "Germany", "Berlin") == "Berlin, Germany"


def test_located_never_puts_a_remote_job_in_the_city_of_the_address():
    assert places.located("Remote", "United States", "San Francisco") == "Remote, United States"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Stockholm", "Mälardalen", "SE"), "Stockholm, Mälardalen, Sweden"),
        (("Berlin", "Berlin", "Germany"), "Berlin, Germany"),
        (("Hong Kong", "UNAVAILABLE", "HK"), "Hong Kong"),
        (("", None, "us"), "United States"),
        ((None, None, None), ""),
        (({}, [], 5), ""),
    ],
)
def test_address_joins_what_is_there(parts, expected):
    assert places.address(*parts) == expected


def test_split_at_semicolons_bars_and_bullets_only():
    text = "New York City, NY; San Francisco, CA | New York City, NY • Scranton/Wilkes-Barre, PA;N/A; london or paris "

    assert places.split(text) == (
        "New York City, NY",
        "San Francisco, CA",
        "Scranton/Wilkes-Barre, PA",
        "london or paris",
    )
    assert places.split(None) == ()


def test_distinct_keeps_the_first_spelling():
    assert places.distinct([" Oslo ", "OSLO", None, "tbd", "Bergen,"]) == ("Oslo", "Bergen")


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("Hybrid", False),
        ("Remote or In-Office", False),
        ("Distributed", False),
        ("Remote - Oslo", True),
        ("Oslo", True),
    ],
)
def test_names_a_place_tells_a_place_from_a_way_of_working(location, expected):
    assert places.names_a_place(location) is expected
