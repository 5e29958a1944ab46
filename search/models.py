"""What there is: companies, their job boards, and the postings on them."""

from bisect import bisect_left
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Now
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from .board_querysets import RUN_MAX, ImportRunQuerySet, JobBoardQuerySet
from .feeds import addresses
from .labels import OLDEST
from .postings import EmploymentType, Salary, SalaryPeriod, Source, Workplace
from .querysets import JobQuerySet, WordVariants

# How many of a period make a working year; for comparing pay, not for showing it.
PERIODS_A_YEAR = {
    SalaryPeriod.HOUR: 2080,
    SalaryPeriod.DAY: 260,
    SalaryPeriod.WEEK: 52,
    SalaryPeriod.MONTH: 12,
    SalaryPeriod.YEAR: 1,
}


class Company(models.Model):
    """An employer. Boards and postings of the same name belong to one company."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True, allow_unicode=True)
    website = models.URLField(max_length=500, blank=True)
    logo = models.CharField(max_length=200, blank=True, help_text="Path of a static file, such as logos/fernwood.svg.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "companies"
        verbose_name_plural = "companies"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str | None:
        """The logo's address; what follows "#" names one of several drawings in a file."""
        file, mark, drawing = self.logo.partition("#")
        return f"{static(file)}{mark}{drawing}" if file else None

    @property
    def hue(self) -> int:
        """One of the eight hues of a letter in place of a logo; stable for a company."""
        return (self.pk or 0) % 8 + 1


class JobBoard(models.Model):
    """A public list of postings: a source and its token there, the employer's name in most.

    A feed that carries many employers has no company of its own.
    """

    source = models.CharField(max_length=20, choices=Source)
    token = models.CharField(max_length=200, help_text="The employer's name in the board's address.")
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="boards")
    is_enabled = models.BooleanField(default=False, help_text="Fetched by itself, several times a day.")
    last_ok_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_count = models.PositiveIntegerField(null=True, blank=True, editable=False, help_text="Postings at that time.")
    next_sync_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Due at once while empty.")
    failures = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Failed runs in a row.")
    doubted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When half of the board was found gone, until a second look."
    )
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = JobBoardQuerySet.as_manager()

    class Meta:
        db_table = "job_boards"
        ordering = ["source", "token"]
        constraints = [models.UniqueConstraint("source", "token", name="job_boards_source_token_unique")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.token}"

    @property
    def name(self) -> str:
        """What people call it: the employer, or the feed of many."""
        if self.company:
            return self.company.name
        return self.get_source_display() if self.token == self.source else self.token.rpartition("/")[2]

    @property
    def last_run(self) -> "ImportRun | None":
        """Of boards read with ``for_page``."""
        return next(iter(self.last_runs), None)

    @property
    def is_pending(self) -> bool:
        """Whether it is being fetched, or about to be."""
        is_running = self.last_run is not None and self.last_run.is_running
        return self.is_enabled and (is_running or self.next_sync_at is None)

    @property
    def is_live(self) -> bool:
        """Whether it can be fetched; boards of other sources come from files alone."""
        return addresses.is_live(self.source)


class ImportRun(models.Model):
    """One attempt to fetch a board, and what came of it. While it runs it has no ``finished_at``."""

    class Outcome(models.TextChoices):
        OK = "ok", "Up to date"
        UNCHANGED = "unchanged", "Unchanged"  # the host said so
        DOUBTED = "doubted", "Waiting for a second look"  # half of the board was gone, or all: nothing is closed
        FAILED = "failed", "Failed"

    board = models.ForeignKey(
        JobBoard,
        on_delete=models.DB_CASCADE,
        related_name="runs",
        db_index=False,  # import_runs_of_board begins with it
    )
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    message = models.TextField(blank=True, help_text="What it is doing, or why it failed.")
    seen = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    objects = ImportRunQuerySet.as_manager()

    NUMBERS = ("seen", "new", "changed", "closed", "reopened", "refused")  # of postings

    class Meta:
        db_table = "import_runs"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(finished_at__isnull=True), name="import_runs_one_at_a_time"
            ),
        ]
        indexes = [models.Index("board", F("id").desc(), name="import_runs_of_board")]

    def __str__(self) -> str:
        return f"{self.board}, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.finished_at is None and timezone.now() - self.started_at < RUN_MAX


class FeedHost(models.Model):
    """Whose turn it is to ask a vendor's servers: nobody's before ``free_at`` (``search.domain.turns``)."""

    name = models.CharField(max_length=253, primary_key=True)
    free_at = models.DateTimeField()

    class Meta:
        db_table = "feed_hosts"

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """One posting: public, from a board; or private, entered by hand by its owner.

    What the posting does not state is null or empty. ``search`` and ``title_search`` are kept by a trigger
    (migration 0003): all words and labels that can be searched for, and the words of the title alone.
    """

    # DO_NOTHING: the database refuses to delete a company or a board that has postings (Django does not
    # allow PROTECT beside the database-level cascades that people's data need).
    # Board and owner need no index of their own: each is the first column of one below.
    company = models.ForeignKey(Company, on_delete=models.DO_NOTHING, related_name="jobs")
    board = models.ForeignKey(
        JobBoard, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="jobs", db_index=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DB_CASCADE,
        related_name="private_jobs",
        db_index=False,
    )
    source = models.CharField(max_length=20, choices=Source)
    external_id = models.CharField(max_length=200, help_text="The posting's id on its board.")
    requisition_id = models.CharField(max_length=200, blank=True)

    title = models.CharField(max_length=300)
    department = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=200, blank=True)
    seniority = models.CharField(max_length=100, blank=True)
    locations = ArrayField(models.TextField(), default=list, blank=True)
    workplace = models.CharField(max_length=10, choices=Workplace, null=True, blank=True)  # noqa: DJ001 - null is "unknown"
    employment_type = models.CharField(max_length=10, choices=EmploymentType, null=True, blank=True)  # noqa: DJ001
    language = models.CharField(max_length=20, blank=True)

    salary_min = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    salary_max = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    salary_currency = models.CharField(max_length=3, blank=True)
    salary_period = models.CharField(max_length=5, choices=SalaryPeriod, null=True, blank=True)  # noqa: DJ001
    salary_text = models.CharField(max_length=300, blank=True)
    salary_a_year = models.GeneratedField(
        expression=Coalesce(F("salary_max"), F("salary_min"))
        * Case(
            *(When(salary_period=period, then=Value(factor)) for period, factor in PERIODS_A_YEAR.items()),
            default=Value(1),
        ),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )

    url = models.CharField(max_length=1000, blank=True)
    apply_url = models.CharField(max_length=1000, blank=True)
    description_html = models.TextField(blank=True)
    description_text = models.TextField(blank=True)

    posted_at = models.DateTimeField(null=True, blank=True)
    updated_at_source = models.DateTimeField("updated by the employer", null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_open = models.BooleanField(default=True)
    missed_runs = models.PositiveSmallIntegerField(default=0, editable=False)
    listed_at = models.GeneratedField(
        expression=Coalesce(F("posted_at"), F("first_seen_at")), output_field=models.DateTimeField(), db_persist=True
    )

    content_hash = models.CharField(max_length=32, blank=True, editable=False)
    search = SearchVectorField(null=True, editable=False)
    title_search = SearchVectorField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        db_table = "jobs"
        ordering = ["-listed_at", "-id"]
        constraints = [
            models.UniqueConstraint("board", "external_id", name="jobs_board_external_id_unique"),
            models.CheckConstraint(
                condition=Q(board__isnull=False, owner__isnull=True) | Q(board__isnull=True, owner__isnull=False),
                name="jobs_public_or_private",
                violation_error_message="A posting is on a board, or private to its owner.",
            ),
            models.CheckConstraint(condition=Q(is_open=Q(closed_at__isnull=True)), name="jobs_closed_has_date"),
        ]
        indexes = [
            GinIndex("search", "title_search", name="jobs_search"),
            # Of open postings alone, so that no search is planned with it, which would be slower (matching.py).
            models.Index(F("listed_at").desc(), F("id").desc(), name="jobs_newest", condition=Q(is_open=True)),
            models.Index("owner", name="jobs_of_owner", condition=Q(owner__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('search:search')}?job={self.pk}#job"

    @property
    def location(self) -> str | None:
        """The first place, which the board puts first."""
        return self.locations[0] if self.locations else None

    @property
    def is_private(self) -> bool:
        return self.owner_id is not None

    @property
    def is_demo(self) -> bool:
        return self.source == Source.DEMO

    @property
    def salary(self) -> Salary | None:
        """Pay as stated, or None when nothing is."""
        if self.salary_min is None and self.salary_max is None and not self.salary_text:
            return None
        period = SalaryPeriod(self.salary_period) if self.salary_period else None
        return Salary(
            min=_plain(self.salary_min),
            max=_plain(self.salary_max),
            currency=self.salary_currency,
            period=period,
            text=self.salary_text,
        )


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


class SavedSearch(models.Model):
    """A search that somebody comes back to. ``seen_up_to`` is the newest posting's id at their last look."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DB_CASCADE,
        related_name="saved_searches",
        db_index=False,  # the unique constraint's index begins with it
    )
    name = models.CharField(max_length=100)
    query = models.TextField(help_text="The search as the address of its page has it.")
    seen_up_to = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "saved_searches"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint("user", "name", name="saved_searches_user_name_unique")]
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.name

    @property
    def href(self) -> str:
        return f"{reverse('search:search')}?{self.query}"


def _plain(amount: Decimal | None) -> Decimal | None:
    """88000 rather than 88000.00; 17.50 stays."""
    if amount is None or amount != amount.to_integral_value():
        return amount
    return amount.quantize(Decimal(1))
