import procrastinate.contrib.django.admin  # noqa: F401 - imported for what it registers, which goes below
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.admin import BelongingAdmin
from jobtracker.admin import ReadOnly

from .domain import boards, closing, companies
from .models import Company, ImportRun, Job, JobBoard, SavedSearch

# The queue is emptied as it is worked off; what came of a task is told by its board and its runs, below.
admin.site.unregister(ProcrastinateJob)


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "job_count", "website", "created_at"]
    search_fields = ["name", "slug"]
    ordering = ["name", "id"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        is_empty = obj is not None and not obj.jobs.exists() and not obj.boards.exists()
        return is_empty and super().has_delete_permission(request, obj)

    def get_queryset(self, request):
        # Counted already: counting anew reads all postings, for each letter typed into a choice of a company, too.
        count = Coalesce(F("count__open") + F("count__closed"), 0)
        return super().get_queryset(request).annotate(job_count=count)

    @admin.display(description="public postings", ordering="job_count")
    def job_count(self, company) -> int:
        return company.job_count


@admin.register(JobBoard)
class JobBoardAdmin(admin.ModelAdmin):
    """Boards are switched on and off by the actions of the list, as on the Boards page; the rest is their state."""

    list_display = ["token", "source", "company", "is_enabled", "last_ok_at", "last_count", "failures", "next_sync_at"]
    list_filter = ["source", "is_enabled", ("doubted_at", admin.EmptyFieldListFilter)]
    search_fields = ["token", "company__name"]
    list_select_related = ["company"]
    autocomplete_fields = ["company"]
    readonly_fields = [
        *("is_enabled", "last_ok_at", "last_count", "next_sync_at", "failures", "doubted_at"),
        *("etag", "last_modified", "created_at", "runs"),
    ]
    actions = ["fetch_from_now_on", "fetch_no_longer", "fetch_now"]

    def has_delete_permission(self, request, obj=None):
        return obj is not None and not obj.jobs.exists() and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "company" in form.changed_data and obj.company:
            companies.give(obj, obj.company)

    @admin.action(permissions=["change"], description="Fetch the selected boards from now on")
    def fetch_from_now_on(self, request, chosen):
        self._each(request, chosen, boards.enable, "Fetched from now on.")

    @admin.action(permissions=["change"], description="Fetch the selected boards no longer")
    def fetch_no_longer(self, request, chosen):
        self._each(request, chosen, boards.disable, "Fetched no longer.")

    @admin.action(permissions=["change"], description="Fetch the selected boards now")
    def fetch_now(self, request, chosen):
        self._each(request, chosen, boards.fetch_now, "Asked for at once.")

    def _each(self, request, chosen, change, told: str) -> None:
        done = 0
        for board in chosen:
            try:
                change(board)
            except boards.BoardError as error:
                self.message_user(request, f"{board}: {error}", messages.ERROR)
            else:
                self.log_change(request, board, told)
                done += 1
        self.message_user(request, f"Done for {done} of them.")

    @admin.display(description="what came of it")
    def runs(self, board) -> str:
        if board.pk is None:
            return "It is not fetched yet."
        address = f"{reverse('admin:search_importrun_changelist')}?board__id__exact={board.pk}"
        return format_html('<a href="{}">The last runs</a>', address)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, admin.ModelAdmin):
    """Who looks into a complaint sees here what was fetched when, and what came of it."""

    list_display = ["board", "started_at", "finished_at", "outcome", *ImportRun.NUMBERS, "told"]
    list_filter = ["outcome", "board__source"]
    search_fields = ["board__token", "board__company__name", "message"]
    list_select_related = ["board"]

    def has_delete_permission(self, request, obj=None):
        return False  # old runs go by themselves

    @admin.display(description="message")
    def told(self, run) -> str:
        return run.message.partition("\n")[0][:80]


@admin.register(SavedSearch)
class SavedSearchAdmin(BelongingAdmin):
    """What people look for is their own business: only that they keep a search, and which name it has, is shown."""

    list_display = ["name", "user", "created_at"]
    search_fields = ["name", "user__email"]
    fields = readonly_fields = ["user", "name", "created_at"]


COMPANY_STAYS = (
    "A company that is mended here stays until the employer changes the posting, which then is its board's again. "
    "To mend it for good, and for all postings of a board, change the company of the board, or the company itself."
)


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Postings come from their boards: support reads them here, closes or reopens them, and mends a company.

    All else is as the employer has it: a change by hand would go with the employer's next one. Those that somebody
    entered for themselves are nobody else's to change.
    """

    list_display = ["title", "company", "location", "source", "is_open", "posted_at", "is_private"]
    list_filter = ["is_open", "source", "workplace", "employment_type", ("owner", admin.EmptyFieldListFilter)]
    search_fields = ["title", "company__name", "external_id", "=id"]
    list_select_related = ["company"]
    show_full_result_count = False
    autocomplete_fields = ["company"]
    readonly_fields = [
        *("title", "department", "team", "seniority", "locations", "workplace", "employment_type", "language"),
        *("salary_min", "salary_max", "salary_currency", "salary_period", "salary_text", "url", "apply_url", "text"),
        *("posted_at", "updated_at_source", "expires_at", "is_open", "closed_at", "first_seen_at", "listed_at"),
        *("board", "owner", "source", "external_id", "requisition_id", "content_hash", "missed_runs"),
    ]
    fieldsets = [
        (None, {"fields": ["company"], "description": COMPANY_STAYS}),
        ("As its board or its owner has it", {"fields": readonly_fields}),
    ]
    actions = ["close", "reopen"]

    def has_add_permission(self, request):
        return False  # the pages and the API do it, with an owner

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_private) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # somebody may track it; close it instead

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @admin.action(permissions=["change"], description="Close the selected postings")
    def close(self, request, jobs):
        self._public(request, jobs.filter(is_open=True), closing.close, "Closed")

    @admin.action(permissions=["change"], description="Reopen the selected postings")
    def reopen(self, request, jobs):
        self._public(request, jobs.filter(is_open=False), closing.reopen, "Reopened")

    @transaction.atomic
    def _public(self, request, jobs, change, done: str) -> None:
        """``change`` those that are on boards, and have each one's history say so."""
        public = jobs.filter(owner=None)
        LogEntry.objects.log_actions(request.user.pk, public, CHANGE, f"{done}.")
        self.message_user(request, f"{done}: {change(public)}.")
        if private := jobs.filter(owner__isnull=False).count():
            self.message_user(request, f"Left as they are, being somebody's own: {private}.", messages.WARNING)

    @admin.display(description="text")
    def text(self, job) -> str:
        if job.is_private:
            return "Private: only its owner reads it."
        return format_html("<pre>{}</pre>", job.description_text)

    @admin.display(description="location")
    def location(self, job) -> str | None:
        return job.location

    @admin.display(boolean=True, description="private")
    def is_private(self, job) -> bool:
        return job.is_private
