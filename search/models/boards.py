"""Companies, their job boards, and how fetching those went."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from search import logos
from search.board_querysets import RUN_MAX, ImportRunQuerySet, JobBoardQuerySet
from search.feeds import addresses
from search.postings import Source


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
        return logos.address(self.logo)

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
