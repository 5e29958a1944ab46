"""Postings."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Now
from django.urls import reverse

from search.postings import EmploymentType, Salary, SalaryPeriod, Source, Workplace
from search.querysets import JobQuerySet, Page

from .boards import Company, JobBoard

# How many of a period make a working year; for comparing pay, not for showing it.
PERIODS_A_YEAR = {
    SalaryPeriod.HOUR: 2080,
    SalaryPeriod.DAY: 260,
    SalaryPeriod.WEEK: 52,
    SalaryPeriod.MONTH: 12,
    SalaryPeriod.YEAR: 1,
}


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
            HashIndex(Page("url"), name="jobs_page"),
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


def _plain(amount: Decimal | None) -> Decimal | None:
    """88000 rather than 88000.00; 17.50 stays."""
    if amount is None or amount != amount.to_integral_value():
        return amount
    return amount.quantize(Decimal(1))
