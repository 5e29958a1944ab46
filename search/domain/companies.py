"""Companies and boards: found by name, or made."""

import hashlib
import unicodedata
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils.text import slugify

from search.feeds import addresses
from search.models import Company, JobBoard

NAME_MAX = Company._meta.get_field("name").max_length
SLUG_MAX = Company._meta.get_field("slug").max_length
LOCK = 1_784_822_132  # any number: PostgreSQL's advisory locks are told apart by it


def named(name: str, **defaults) -> Company:
    """The company of that name; names that differ only in case, accents or punctuation are one company."""
    name = _one_line(name)
    company, _ = Company.objects.get_or_create(slug=slug_of(name), defaults={"name": name, **defaults})
    return company


def public(name: str, **defaults) -> Company:
    """The same, for postings that everybody sees: what only private ones have had is not how it is written."""
    company, name = named(name, **defaults), _one_line(name)
    if company.name != name and not (company.boards.exists() or company.jobs.filter(owner=None).exists()):
        company.name = name
        company.save(update_fields=["name"])
    return company


def several() -> None:
    """Let this transaction make several companies; others that do so wait until it ends.

    Two that met the same new companies in another order would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def board(
    source: str, token: str, *, company_name: str = "", payload_name: str = "", is_of_many: bool = False
) -> JobBoard:
    """The board of that source and token, made if it is new.

    Its company is ``company_name`` where given; a new board's is else what the payload calls itself,
    else the token made readable. A feed of many employers has none, and is one board, whatever the token;
    a new page of many (``is_of_many``) has none either.
    """
    if addresses.is_of_many(source):
        return _board_of_many(source)
    found = JobBoard.objects.select_related("company").filter(source=source, token=token or source).first()
    if found is None:
        name = company_name or (payload_name or readable(token) if token and not is_of_many else "")
        company = public(name) if name else None
        found, _ = JobBoard.objects.get_or_create(source=source, token=token or source, defaults={"company": company})
    elif company_name and (found.company is None or found.company.name != company_name):
        give(found, public(company_name))
    return found


def _board_of_many(source: str) -> JobBoard:
    board, _ = JobBoard.objects.get_or_create(source=source, token=source)
    if board.company_id:  # named after a file once
        board.company = None
        board.save(update_fields=["company"])
    return board


@transaction.atomic
def give(board: JobBoard, company: Company) -> None:
    """Make ``company`` the employer of the board, and of all that is on it, what is closed included."""
    board.company = company
    board.save(update_fields=["company"])
    board.jobs.exclude(company=company).update(company=company)


def remove_unused(ids: Iterable[int]) -> None:
    """Delete those of these companies that have neither a board nor a posting."""
    Company.objects.filter(pk__in=ids, jobs__isnull=True, boards__isnull=True).delete()


def slug_of(name: str) -> str:
    """The slug under which ``named`` finds or makes a company of that name."""
    name = _one_line(name)
    slug = slugify(name, allow_unicode=_loses_letters(name))[:SLUG_MAX]
    return slug or f"company-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _one_line(name: str) -> str:
    return " ".join(name.split())[:NAME_MAX]


def _loses_letters(name: str) -> bool:
    """Whether ASCII has no letter for one of these; "é" is an e with an accent, while "ø" and "я" have none."""
    return any(letter.isalnum() and not letter.isascii() for letter in unicodedata.normalize("NFKD", name))


def readable(token: str) -> str:
    """A board's token as a name: ``acme-corp`` → Acme Corp; a token with capitals of its own is left as it is."""
    words = token.replace("-", " ").replace("_", " ").replace("%20", " ").split()
    return " ".join(word if word != word.lower() else word[:1].upper() + word[1:] for word in words)
