"""Demo postings: made-up employers, so that the Search page has something to show before any import.

Every name, place of work and figure is invented. Addresses end in ``.example``, which RFC 2606 keeps
for such use: they lead nowhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.text import slugify
from django.utils.timezone import is_naive

from search.demo.content import COMPANIES
from search.demo.notation import Company, Role, to_html, to_text
from search.postings import Board, JobPosting

_OLDEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DemoBoard:
    """One made-up employer: its name, the slug of its addresses, a static path to its logo or "", and its postings."""

    company: str
    slug: str
    logo: str
    board: Board


def boards(now: datetime) -> tuple[DemoBoard, ...]:
    """Every demo employer with its postings, the same for the same ``now`` on every machine.

    Postings went up between 60 days before ``now`` and ``now``, more of them lately than long ago.
    Raises ValueError if ``now`` has no time zone.
    """
    if is_naive(now):
        raise ValueError("boards() needs a moment with a time zone: ages are counted from it.")
    return tuple(_demo_board(company, now) for company in COMPANIES)


def _demo_board(company: Company, now: datetime) -> DemoBoard:
    postings = tuple(_posting(company, role, now) for role in company.roles)
    return DemoBoard(company.name, company.slug, company.logo, Board(postings=postings, company=company.name))


def _posting(company: Company, role: Role, now: datetime) -> JobPosting:
    slug = role.slug or slugify(role.title)
    url = f"https://{company.slug}.example/careers/{slug}"
    text = f"{role.text}\n\n{company.closing}" if role.language == "en" else role.text
    return JobPosting(
        external_id=slug,
        title=role.title,
        department=role.department,
        team=role.team,
        locations=role.locations,
        workplace=role.workplace,
        employment_type=role.employment_type,
        salary=role.salary,
        description_html=to_html(text),
        description_text=to_text(text),
        language=role.language,
        url=url,
        apply_url=f"{url}/apply",
        posted_at=now - _age(url),
    )


def _age(url: str) -> timedelta:
    """How long the posting at ``url`` has been up, in whole minutes: drawn from a hash of the address.

    The square of an even draw makes a quarter of the postings younger than four days.
    """
    draw = int.from_bytes(sha256(url.encode()).digest()[:4])
    return _OLDEST // timedelta(minutes=1) * draw**2 // 2**64 * timedelta(minutes=1)
