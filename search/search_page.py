"""What the Search page shows. Each part is read when a template first asks for it, so a fragment costs only itself."""

from dataclasses import dataclass, replace
from functools import cached_property, partial
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from jobtracker.fields import id_in

from . import cursors, wording
from .domain import finding, places, positions
from .forms import FilterForm
from .models import Company, Job
from .postings import Source
from .querysets import Criteria

COMPANIES_A_PAGE = 25
JOBS_A_PAGE = 50  # of one company
COMPANIES_TO_CHOOSE = 50
NAMED_MAX = 500  # companies whose name has what was typed
NAME_LENGTH = 100

STATE_NAMES = {True: "open jobs", False: "closed jobs", None: "jobs"}


@dataclass(frozen=True, slots=True)
class Row:
    """A posting in the list, the tracking of it of whoever looks, or None, and whether it is marked as new."""

    job: Job
    tracking: object | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """A company that the filter offers; ``number`` tells how many postings match, "" of one that is only chosen."""

    company: Company
    number: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CompanyJobs:
    """A company's matching postings: (place, rows) pairs, the best match first; ``next`` is a cursor, or None.

    A posting in several places stands under the first that is filtered by, or else its first.
    """

    company: Company
    places: list[tuple[str, list[Row]]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """``companies`` are pairs of a company with its numbers and its postings, which are None while it is folded.

    More than ``matched`` match where ``is_matched_exact`` is false; ``corrected_query`` is what was looked for
    in place of misspelt words.
    """

    matched: int
    is_matched_exact: bool
    total: int
    corrected_query: str | None
    companies: list[tuple[finding.CompanyRow, CompanyJobs | None]]
    next: str | None


class SearchPage:
    """The page that the query parameters ask for, as ``user`` sees it.

    Beside the criteria of the API there are ``job``, the posting whose details are open, ``cursor``, where a list
    goes on, and ``new_since``, the posting after which all are new to who opened a saved search.
    """

    def __init__(self, params: QueryDict, *, user: User) -> None:
        self.params = params
        self.user = user
        self.form = FilterForm(params)
        self.is_valid = self.form.is_valid()
        self.is_cursor_bad = False

    @property
    def status(self) -> HTTPStatus:
        return HTTPStatus.OK if self.is_valid else HTTPStatus.UNPROCESSABLE_ENTITY

    @cached_property
    def criteria(self) -> Criteria:
        return self.form.criteria

    @cached_property
    def query(self) -> str:
        """The criteria as ``?…&``, without an open posting; a template adds ``job=…`` or ``cursor=…``."""
        given = self.form.given
        if self.new_since is not None:
            given = [*given, ("new_since", self.new_since)]
        return f"?{urlencode(given)}{'&' if given else ''}"

    @cached_property
    def href(self) -> str:
        """The address of this search, to which the same can be added."""
        return reverse("search:search") + self.query

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.criteria.is_open]

    @property
    def exact_href(self) -> str:
        """The address of the same search for the words as they are, without a correction."""
        return f"{self.href}exact=true"

    @property
    def words_href(self) -> str:
        """The address of the same search without its filters."""
        return f"{reverse('search:search')}?{urlencode({'q': self.criteria.q})}"

    @property
    def can_clear_filters(self) -> bool:
        """Whether there are filters beside the words, which may be what finds nothing."""
        return replace(self.criteria, q="").is_narrowed

    @cached_property
    def results(self) -> Results:
        """What is found; the first company is unfolded, and the one whose posting is open."""
        found = self._companies()
        unfolded = {row.company.pk for row in found.rows[:1]}
        if self.job:
            unfolded.add(self.job.company_id)
        # Words are put right once.
        criteria = replace(self.criteria, q=found.corrected_query or self.criteria.q, is_exact=True)
        companies = [
            (self._told(row), self._read(row.company, criteria) if row.company.pk in unfolded else None)
            for row in found.rows
        ]
        return Results(
            matched=found.matched,
            is_matched_exact=found.is_matched_exact,
            total=finding.total(self.criteria, user=self.user) if self.criteria.is_narrowed else found.matched,
            corrected_query=found.corrected_query,
            companies=companies,
            next=found.next,
        )

    @cached_property
    def new_since(self) -> int | None:
        """The last posting that was there at the last look; None where nobody opened a saved search, or it is no id."""
        written = self.params.get("new_since", "")
        return 0 if written == "0" else id_in(written)

    @cached_property
    def news(self) -> finding.News | None:
        if self.new_since is None:
            return None
        return finding.news(self.criteria, user=self.user, since=self.new_since)

    def jobs_of(self, company: Company) -> CompanyJobs:
        """A company's postings that meet the criteria, from ``cursor`` on; from the start where that is none."""
        try:
            return self._read(company, self.criteria, cursor=self._cursor)
        except cursors.CursorError:
            return self._read(company, self.criteria)

    @cached_property
    def job(self) -> Job | None:
        """The posting whose details are open; None if none is, or it is not there (for this person)."""
        pk = id_in(self.params.get("job", ""))
        if pk is None:
            return None
        return Job.objects.visible_to(self.user).select_related("company", "board").filter(pk=pk).first()

    @cached_property
    def tracking(self):
        """What the person does about the open posting, or None."""
        return self.user.trackings.filter(job=self.job).first()

    @cached_property
    def alike(self) -> list:
        """What the person tracks of the same position as the open posting, beside this one."""
        return positions.tracked(self.user, self.job.company.slug, self.job.title, but=self.job.pk)

    @cached_property
    def filter_form(self) -> FilterForm:
        """The form with companies to choose from: those that are listed."""
        self.form.offer_companies([row.company for row, _ in self.results.companies])
        if hidden := self.criteria.hidden_companies:
            self.form.name_hidden(Company.objects.filter(slug__in=hidden))
        return self.form

    @property
    def counts(self) -> dict[str, list[tuple[str, str]]]:
        """For each filter that is counted: (id of the place for it, number) of its choices."""
        return {
            name: [(option.id_for_label, count.told(option.data["value"])) for option in self.form[name]]
            for name, count in finding.by_filter(self.criteria, user=self.user).items()
        }

    @property
    def company_choices(self) -> list[CompanyChoice]:
        """Companies with most matches, whichever are chosen now, and those that are: the chosen ones first.

        With ``company_name`` only companies with that in their names.
        """
        chosen = {*self.criteria.companies}
        found = self._companies_to_choose()
        choices = [
            CompanyChoice(row.company, str(row.matched), not chosen.isdisjoint({row.company.slug, str(row.company.pk)}))
            for row in found.rows
        ]
        if others := chosen - {row.company.slug for row in found.rows}:
            choices += [CompanyChoice(one, "", is_chosen=True) for one in Company.objects.filter(slug__in=others)]
        return sorted(choices, key=lambda choice: not choice.is_chosen)

    @cached_property
    def has_demo(self) -> bool:
        """Whether there are demo postings that could be removed; asked by way of their few boards, which is quick."""
        return Job.objects.filter(board__source=Source.DEMO).untracked().exists()

    @property
    def may_remove_demo(self) -> bool:
        return self.user.has_the_say()

    @property
    def _cursor(self) -> str:
        return self.params.get("cursor", "")

    def _told(self, row: finding.CompanyRow) -> finding.CompanyRow:
        return replace(row, new=self.news.by_company[row.company.pk]) if self.news else row

    def _companies_to_choose(self) -> finding.CompanyPage:
        companies: tuple[str, ...] = ()
        if name := self.params.get("company_name", "").replace("\0", "").strip()[:NAME_LENGTH]:
            named = Company.objects.filter(name__icontains=name).values_list("pk", flat=True)[:NAMED_MAX]
            companies = tuple(map(str, named)) or ("0",)  # which none is
        criteria = replace(self.criteria, companies=companies)
        return finding.companies(criteria, user=self.user, limit=COMPANIES_TO_CHOOSE)

    def _companies(self) -> finding.CompanyPage:
        read = partial(finding.companies, self.criteria, user=self.user, limit=COMPANIES_A_PAGE)
        try:
            return read(cursor=self._cursor)
        except cursors.CursorError:
            self.is_cursor_bad = True
            return read()

    def _read(self, company: Company, criteria: Criteria, *, cursor: str = "") -> CompanyJobs:
        criteria = replace(criteria, companies=(str(company.pk),))
        found = finding.jobs(criteria, user=self.user, limit=JOBS_A_PAGE, cursor=cursor)
        trackings = {tracking.job_id: tracking for tracking in self.user.trackings.filter(job__in=found.jobs)}
        several = {place for job in found.jobs if len(job.locations) > 1 for place in job.locations}
        meant = places.meant(several, criteria.locations)
        groups: dict[str, list[Row]] = {}
        for job in found.jobs:
            row = Row(job, trackings.get(job.pk), self._is_new(job))
            place = next((place for place in job.locations if place in meant), job.location)
            groups.setdefault(place or "", []).append(row)
        return CompanyJobs(company, list(groups.items()), found.next)

    def _is_new(self, job: Job) -> bool:
        """New since the last look, or, where there was none, of the last days."""
        if self.new_since is None:
            return wording.is_new(job.listed_at)
        return job.pk > self.new_since and job.owner_id is None
