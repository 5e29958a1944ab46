"""We Work Remotely: ``https://weworkremotely.com/remote-jobs.rss``. Many employers; all jobs are remote.

RSS 2.0 with elements of its own: region, country, category, type, expires_at. Titles read "Company: Title".
"""

import re

from search.feeds import html, places, terms, values
from search.feeds.reading import parse_xml, read_postings
from search.postings import Board, FeedError, JobPosting, Workplace

_FIELDS = ("title", "region", "country", "category", "type", "description", "pubDate", "expires_at", "guid", "link")
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]")


def read(data: bytes, *, token: str = "") -> Board:
    """The postings in ``data``; ``token`` is not needed. Raises FeedError if it is no RSS feed."""
    root = parse_xml(data)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise FeedError("This is not the payload expected here: an RSS feed, as We Work Remotely sends it.")
    items = ({field: item.findtext(field) for field in _FIELDS} for item in channel.iterfind("item"))
    return read_postings(items, _posting)


def _posting(item: dict) -> JobPosting:
    title = values.line(item["title"], 2 * values.TITLE_LENGTH)
    company, colon, rest = title.partition(":")
    description = html.clean(item["description"])
    address = values.url(item["link"])
    return JobPosting(
        external_id=_id(item),
        title=values.title(rest if colon else title),
        company=values.line(company) if colon else "",
        department=values.line(item["category"]),
        locations=_locations(item),
        workplace=Workplace.REMOTE,
        employment_type=terms.employment_type(values.line(item["type"])),
        description_html=description,
        description_text=html.to_text(description),
        url=address,
        apply_url=address,
        posted_at=values.moment(item["pubDate"]),
        expires_at=values.moment(item["expires_at"]),
    )


def _id(item: dict) -> str:
    """ "acme-head-baker" of ".../remote-jobs/acme-head-baker"."""
    stated = values.line(item["guid"], values.URL_LENGTH) or values.line(item["link"], values.URL_LENGTH)
    return values.identifier(stated.rstrip("/").rpartition("/")[2])


def _locations(item: dict) -> tuple[str, ...]:
    # "state" is the company's seat, not where the job is.
    countries = _FLAGS.sub("", values.line(item["country"], values.LOCATION_LENGTH)).split(",")
    region = values.line(item["region"]).removesuffix(" Only")
    return places.distinct(places.country(name) or name for name in countries) or places.distinct(
        [places.country(region) or region]
    )
