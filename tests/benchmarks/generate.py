"""Postings by the million, made from the word statistics of real ones.

    .venv/bin/python -m tests.benchmarks.generate --size 100000

A posting's text is a handful of sentences drawn from recorded boards (JOBTRACKER_SAMPLES; by default
``shared/data`` beside the project), so that words are as frequent, and stand beside each other, as in real
postings; to these come made-up names, of which there are always new ones, as there are in real ones. It is
about a fifth as long as a real posting (``--words`` for another length). Without recordings the words
are made up too, and follow Zipf's law.
"""

import argparse
import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path

from . import server

WORDS = 150  # of a posting's text
BOARDS_OF = 21  # postings, as many as the recorded boards have on average
MEAN_AGE = 75  # days since a posting was published
VOCABULARY = 300_000  # made-up names
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
                workplace = {"Remote": "remote", "Hybrid": "hybrid", "OnSite": "onsite"}.get(job.get("workplaceType"))
                kind = EMPLOYMENT_TYPES.get(job.get("employmentType"))
                heads.append((job["title"].strip(), places, workplace, kind, job.get("department") or ""))
                sentences += re.findall(r"[^.\n]{20,300}", job.get("descriptionPlain") or "")
        return cls(heads, sentences)

    @classmethod
    def made_up(cls) -> "Corpus":
        """Words of Zipf's law, for a machine without recordings."""
        rng = random.Random(1)
        words = [name(number) for number in range(30_000)]
        shares = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        sentences = [" ".join(rng.choices(words, cum_weights=shares, k=15)) for _ in range(100_000)]
        places = [f"{name(number).title()}, {name(number % 40).title()}" for number in range(500)]
        heads = [
            (
                " ".join(rng.choices(words, cum_weights=shares, k=3)).title(),
                tuple(rng.sample(places, k=rng.choice([1, 1, 1, 3]))),
                rng.choice(["remote", "hybrid", "onsite", None]),
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


def board(corpus: Corpus, number: int, *, words: int = WORDS, now: datetime | None = None):
    """The board of that number, always the same one: (company, postings)."""
    from search.postings import JobPosting, Salary, SalaryPeriod

    rng = random.Random(number)
    now = now or datetime.now(UTC)
    company = f"{name(number).title()} {rng.choice(['Labs', 'Group', 'Systems', 'Health', 'Works', 'Energy'])}"
    size = min(int(rng.paretovariate(1.3) * BOARDS_OF * 0.28) + 1, 3000)
    postings = []
    for index in range(size):
        title, places, workplace, kind, department = rng.choice(corpus.heads)
        sentences = rng.choices(corpus.sentences, k=max(1, round(rng.gauss(words, words / 4) / corpus.words_a_sentence)))
        sentences[0] = f"{company}: {sentences[0]} {name(int(rng.paretovariate(0.4)) % VOCABULARY)}"
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


def boards(corpus: Corpus, numbers: Iterator[int], *, words: int = WORDS):
    for number in numbers:
        yield number, *board(corpus, number, words=words)
