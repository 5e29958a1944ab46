"""What the search knows of the postings as a whole: how many there are, how common a word is, how they lie in time."""

from bisect import bisect_left
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F

from search.labels import OLDEST
from search.querysets import WordVariants

from .boards import Company


class CompanyCount(models.Model):
    """A company's public postings, counted by triggers (migration 0003): right in every transaction, whoever writes.

    A table of its own, so that saving a company does not write an old number back.
    """

    company = models.OneToOneField(Company, primary_key=True, on_delete=models.DB_CASCADE, related_name="count")
    open = models.IntegerField()
    closed = models.IntegerField()

    class Meta:
        db_table = "company_counts"
        indexes = [models.Index(F("open").desc(), F("company"), name="company_counts_most_open")]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.open} open, {self.closed} closed"


class Word(models.Model):
    """A word as postings and companies write it, for what is misspelt or half typed (``search/spelling.py``)."""

    word = models.CharField(max_length=40, primary_key=True)
    lexeme = models.TextField(help_text="What the search makes of it; empty for a word that it passes over.")
    jobs = models.IntegerField(help_text="Postings that have it, about.")

    class Meta:
        db_table = "search_words"
        indexes = [GinIndex(WordVariants(F("word")), name="search_words_variants")]

    def __str__(self) -> str:
        return self.word


class Lexeme(models.Model):
    """How common a lexeme, a word's stem or a label, is among postings. Rare ones are not listed."""

    class Place(models.TextChoices):
        TEXT = "text", "anywhere"
        TITLE = "title", "title"

    pk = models.CompositePrimaryKey("lexeme", "place")
    lexeme = models.TextField()
    place = models.CharField(max_length=5, choices=Place)
    share = models.FloatField(help_text="Of all postings, 0 to 1.")

    class Meta:
        db_table = "search_lexemes"

    def __str__(self) -> str:
        return f"{self.lexeme} ({self.place})"


class SearchStatistics(models.Model):
    """One row: what is known of the postings as a whole (``search/domain/vocabulary.py``)."""

    # A date for each, as far as there are postings: of the 10th newest, the 13th newest …
    RANKS = [int(10 * 1.3**step) for step in range(57)]  # up to 24 million

    taken_at = models.DateTimeField(null=True)
    postings = models.BigIntegerField(default=0, help_text="At that time.")
    written = models.BigIntegerField(default=0, help_text="Postings written since.")
    rare = models.FloatField(default=0, help_text="The share of a lexeme that is not listed, at most.")
    dates = ArrayField(models.DateTimeField(), default=list, help_text="Of the open postings of those ranks.")

    class Meta:
        db_table = "search_statistics"
        verbose_name_plural = "search statistics"

    def __str__(self) -> str:
        return f"{self.postings} postings at {self.taken_at}"

    def date_of(self, rank: float) -> datetime | None:
        """When the open posting was listed, about, that so many others are newer than; None beyond the last.

        None for the distant past, too: a window that reaches so far has too many months.
        """
        place = bisect_left(self.RANKS, rank)
        if place >= len(self.dates) or self.dates[place] < OLDEST:
            return None
        if place == 0:
            return self.dates[0]
        newer, older = self.dates[place - 1], self.dates[place]
        part = (rank - self.RANKS[place - 1]) / (self.RANKS[place] - self.RANKS[place - 1])
        return newer + (older - newer) * part

    def rank_of(self, moment: datetime) -> float:
        """How many open postings are newer than that, about."""
        place = bisect_left(self.dates, -moment.timestamp(), key=lambda date: -date.timestamp())
        if place == 0:
            return 0
        if place >= len(self.dates):
            return self.postings
        newer, older = self.dates[place - 1], self.dates[place]
        part = (newer - moment) / (newer - older)
        return self.RANKS[place - 1] + (self.RANKS[place] - self.RANKS[place - 1]) * part
