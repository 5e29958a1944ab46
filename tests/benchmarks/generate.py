"""Postings by the million, made from the word statistics of real ones.

    .venv/bin/python -m tests.benchmarks.generate 100000

A posting's text is a handful of sentences drawn from recorded boards (JOBTRACKER_SAMPLES; by default
``shared/data`` beside the project), so that words are as frequent, and stand beside each other, as in real
postings; to these come made-up names, of which there are always new ones, as there are in real ones. It is
about a fifth as long as a real posting; ``--words 730`` makes it as long. Without recordings the words are
made up too, and follow Zipf's law.
"""

import argparse
import gzip
import json
import os
import random
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, count, islice
from multiprocessing import get_context
from pathlib import Path

import django
from django.db import connection
from django.db.models import F, Sum
from psycopg import sql
from tqdm import tqdm

from . import server

WORDS = 150  # of a posting's text
MEAN_AGE = 75  # days since a posting was published
NAMES = 300_000  # made-up words
SYLLABLES = [a + b for a in "b c d f g h k l m n p r s t v w z br cl dr st tr".split() for b in "a e i o u".split()]
EMPLOYMENT_TYPES = {"FullTime": "full_time", "PartTime": "part_time", "Contract": "contract", "Intern": "intern"}


def samples() -> Path:
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    return Path(os.environ.get("JOBTRACKER_SAMPLES", beside))


@dataclass(frozen=True)
class Corpus:
    """What postings are made from: real titles, places and sentences, or a stand-in for them."""

    heads: list[tuple[str, tuple[str, ...], str | None, str | None, str]]  # title, places, workplace, type, department
    sentences: list[str]

    @classmethod
    def read(cls) -> "Corpus":
        boards = sorted(samples().glob("ashby_boards/*.json.gz"))
        if not boards:
            return cls.made_up()
        heads, sentences = [], []
        for board in boards:
            for job in json.loads(gzip.decompress(board.read_bytes()))["jobs"]:
                others = [place["location"] for place in job.get("secondaryLocations") or ()]
                places = tuple(dict.fromkeys(place for place in [job.get("location"), *others] if place))
                workplace = {True: "remote", False: "onsite", None: None}[job.get("isRemote")]
                kind = EMPLOYMENT_TYPES.get(job.get("employmentType"))
                heads.append((job["title"].strip(), places, workplace, kind, job.get("department") or ""))
                text = (job.get("descriptionPlain") or "").replace("\xa0", " ")  # as readers do
                sentences += re.findall(r"[^.\n]{20,300}", text)
        return cls(heads, sentences)

    @classmethod
    def made_up(cls) -> "Corpus":
        """Words of Zipf's law, for a machine without recordings."""
        rng = random.Random(1)
        words = ["the", "engineer", "senior", "python", "kubernetes", *(name(number) for number in range(30_000))]
        shares = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        sentences = [" ".join(rng.choices(words, cum_weights=shares, k=15)) for _ in range(100_000)]
        places = [f"{name(number).title()}, {name(number % 40).title()}" for number in range(500)]
        heads = [
            (
                " ".join(rng.choices(words, cum_weights=shares, k=3)).title(),
                tuple(rng.sample(places, k=rng.choice([1, 1, 1, 3]))),
                rng.choice(["remote", "onsite", None]),
                rng.choice(["full_time", "full_time", "contract", None]),
                words[rng.randrange(40)].title(),
            )
            for _ in range(10_000)
        ]
        return cls(heads, sentences)

    @cached_property
    def words_a_sentence(self) -> float:
        return sum(len(sentence.split()) for sentence in self.sentences) / len(self.sentences)


def name(number: int) -> str:
    """A made-up word, another for each number."""
    syllables = []
    number += len(SYLLABLES)  # two syllables at least
    while number:
        number, last = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[last])
    return "".join(syllables)


def board(corpus: Corpus, number: int, *, size: int | None = None, words: int = WORDS):
    """The board of that number: its company's name and its postings, about as many as boards have."""
    from search.postings import JobPosting, Salary, SalaryPeriod

    rng = random.Random(number)
    now = datetime.now(UTC)
    company = f"{name(number).title()} {rng.choice(['Labs', 'Group', 'Systems', 'Health', 'Works', 'Energy'])}"
    postings = []
    for index in range(size or min(int(rng.paretovariate(1.3) * 6), 3000)):
        title, places, workplace, kind, department = rng.choice(corpus.heads)
        length = max(1, round(rng.gauss(words, words / 4) / corpus.words_a_sentence))
        sentences = rng.choices(corpus.sentences, k=length)
        sentences.append(f"{company} {name(int(rng.paretovariate(0.4)) % NAMES)}")
        salary = None
        if rng.random() < 0.35:
            least = rng.randrange(30, 250) * 1000
            currency = rng.choice(["USD", "USD", "USD", "EUR", "GBP"])
            salary = Salary(Decimal(least), Decimal(least * 5 // 4), currency, SalaryPeriod.YEAR)
        address = f"https://jobs.example/{company.split()[0].lower()}/{number}-{index}"
        postings.append(
            JobPosting(
                external_id=f"{number:08x}-{index:04x}-4000-8000-{rng.getrandbits(48):012x}",
                title=title,
                department=department,
                locations=places,
                workplace=workplace,
                employment_type=kind,
                salary=salary,
                description_html="".join(f"<p>{sentence}</p>" for sentence in sentences),
                description_text="\n".join(sentences),
                url=address,
                apply_url=f"{address}/application",
                posted_at=now - timedelta(days=rng.expovariate(1 / MEAN_AGE)),
            )
        )
    return company, postings


def load(size: int, *, words: int = WORDS, processes: int = 2) -> None:
    """Bring the database to about ``size`` postings, one in ten of them closed, and take the statistics."""
    from search.domain import vocabulary
    from search.models import CompanyCount, Job, JobBoard

    boards = JobBoard.objects.count()
    there = CompanyCount.objects.aggregate(all=Sum(F("open") + F("closed")))["all"] or 0
    batches = (range(start, start + 50) for start in count(boards, 50))
    if there >= size:
        return
    index = next(index for index in Job._meta.indexes if index.name == "jobs_search")
    with connection.cursor() as cursor:
        # Made at the end, of all postings at once, it takes a tenth of the time.
        cursor.execute("DROP INDEX IF EXISTS jobs_search")
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _open, (words,))
    with pool, tqdm(total=size, initial=there, unit=" postings", unit_scale=True) as progress:
        while progress.n < size:
            for written in pool.map(_write, islice(batches, 4 * processes)):
                progress.update(written)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
    with connection.schema_editor() as schema:
        schema.add_index(Job, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE jobs")
    vocabulary.refresh()


def _open(words: int) -> None:
    """Make this process a writer of ``load``."""
    django.setup()
    connection.cursor().execute("SET synchronous_commit = off")
    globals().update(corpus=Corpus.read(), words_a_posting=words)


def _write(numbers: range) -> int:
    """Write the boards of those numbers, all postings in one COPY."""
    from django.utils import timezone

    from search.domain import importing
    from search.models import Company, JobBoard

    now = timezone.now()
    made = [board(corpus, number, words=words_a_posting) for number in numbers]  # noqa: F821 - set by ``_open``
    companies = Company.objects.bulk_create(
        Company(name=name, slug=f"company-{number}") for number, (name, _) in zip(numbers, made, strict=True)
    )
    boards = JobBoard.objects.bulk_create(
        JobBoard(source="ashby", token=f"board-{number}", company=company)
        for number, company in zip(numbers, companies, strict=True)
    )
    columns = sql.SQL(", ").join(map(sql.Identifier, ("board_id", "source", *importing.COLUMNS)))
    is_open, closed_at = (importing.COLUMNS.index(column) for column in ("is_open", "closed_at"))
    written = 0
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY jobs ({}) FROM STDIN").format(columns)) as copy:
        for job_board, (_, postings) in zip(boards, made, strict=True):
            for posting in postings:
                row = list(importing.row(posting, job_board.company_id, now))
                written += 1
                if written % 10 == 0:
                    row[is_open], row[closed_at] = False, now
                copy.write_row((job_board.pk, job_board.source, *row))
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, help="postings")
    parser.add_argument("--words", type=int, default=WORDS, help="of a posting's text, about")
    server.add_arguments(parser)
    arguments = parser.parse_args()
    with server.running(arguments.folder):
        load(arguments.size, words=arguments.words)


if __name__ == "__main__":
    main()
