from datetime import UTC, datetime

import pytest

from search.feeds import weworkremotely
from search.postings import Board, EmploymentType, FeedError, JobPosting, Refusal, Workplace

ITEM = """
<item>
  <media:content url="https://cdn.example/logo.gif" type="image/png"/>
  <title>Paper Kite : Illustrator: Children&apos;s books</title>
  <region>Anywhere in the World</region>
  <country></country>
  <state>Delaware</state>
  <category>Design</category>
  <type>Contract</type>
  <description>&lt;img src="https://cdn.example/pixel" /&gt;&lt;p&gt;Draw &amp;amp; paint.&lt;/p&gt;</description>
  <pubDate>Fri, 10 Jul 2026 22:45:30 +0200</pubDate>
  <expires_at>Sun, 09 Aug 2026 22:45:30 +0000</expires_at>
  <guid>https://jobs.example/remote-jobs/paper-kite-illustrator</guid>
  <link>https://jobs.example/remote-jobs/paper-kite-illustrator</link>
</item>
"""


def read(*items: str) -> Board:
    xml = f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss"><channel>{"".join(items)}</channel></rss>'
    return weworkremotely.read(xml.encode())


def test_read_gives_every_field():
    assert read(ITEM) == Board(
        (
            JobPosting(
                external_id="paper-kite-illustrator",
                title="Illustrator: Children's books",
                company="Paper Kite",
                department="Design",
                locations=("Anywhere in the World",),
                workplace=Workplace.REMOTE,
                employment_type=EmploymentType.CONTRACT,
                description_html="<p>Draw &amp; paint.</p>",
                description_text="Draw & paint.",
                url="https://jobs.example/remote-jobs/paper-kite-illustrator",
                apply_url="https://jobs.example/remote-jobs/paper-kite-illustrator",
                posted_at=datetime(2026, 7, 10, 20, 45, 30, tzinfo=UTC),
                expires_at=datetime(2026, 8, 9, 22, 45, 30, tzinfo=UTC),
            ),
        )
    )


def test_a_title_without_a_company_is_just_the_title():
    [posting] = read("<item><title>Illustrator</title><guid>a-1</guid></item>").postings

    assert posting == JobPosting("a-1", "Illustrator", workplace=Workplace.REMOTE)


@pytest.mark.parametrize(
    ("place", "locations"),
    [
        ("<region>USA Only</region>", ("United States",)),
        ("<region>Europe Only</region>", ("Europe",)),
        (
            "<region>Anywhere in the World</region><country>🇺🇸 United States of America, 🇨🇦 Canada</country>",
            ("United States", "Canada"),
        ),
        ("", ()),
    ],
)
def test_countries_outweigh_the_region(place, locations):
    [posting] = read(f"<item><title>A: B</title><guid>a-1</guid>{place}</item>").postings

    assert posting.locations == locations


def test_one_bad_item_spoils_nothing():
    board = read("<item><title>A: B</title></item>", "<item><guid>x</guid><title>A:</title></item>", ITEM)

    assert len(board.postings) == 1
    assert board.refused == (
        Refusal("A: B", "The posting has no usable id."),
        Refusal("x", "The posting has no title."),
    )


@pytest.mark.parametrize("data", [b"<html/>", b"<rss/>", b'<feed xmlns="http://www.w3.org/2005/Atom"/>'])
def test_another_payload_is_refused(data):
    with pytest.raises(FeedError, match="an RSS feed, as We Work Remotely sends it"):
        weworkremotely.read(data)
