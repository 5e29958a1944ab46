from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html

from .domain import closing, companies
from .models import Company, Job, JobBoard


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
        return super().get_queryset(request).annotate(job_count=Count("jobs"))

    @admin.display(description="postings", ordering="job_count")
    def job_count(self, company) -> int:
        return company.job_count


@admin.register(JobBoard)
class JobBoardAdmin(admin.ModelAdmin):
    list_display = ["token", "source", "company", "is_enabled", "last_ok_at", "last_count"]
    list_filter = ["source", "is_enabled"]
    search_fields = ["token", "company__name"]
    list_select_related = ["company"]
    autocomplete_fields = ["company"]
    readonly_fields = ["last_ok_at", "last_count", "created_at"]

    def has_delete_permission(self, request, obj=None):
        return obj is not None and not obj.jobs.exists() and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "company" in form.changed_data and obj.company:
            companies.give(obj, obj.company)


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Postings come from their boards: support reads them here, closes or reopens them, and mends a company."""

    list_display = ["title", "company", "location", "source", "is_open", "posted_at", "is_private"]
    list_filter = ["is_open", "source", "workplace", "employment_type", ("owner", admin.EmptyFieldListFilter)]
    search_fields = ["title", "company__name", "external_id", "=id"]
    list_select_related = ["company"]
    show_full_result_count = False
    date_hierarchy = None
    autocomplete_fields = ["company"]
    # Places, since their form would cut "Berlin, Germany" in two.
    readonly_fields = [
        *("board", "owner", "source", "external_id", "locations", "text", "is_open", "closed_at"),
        *("first_seen_at", "listed_at", "content_hash", "missed_runs"),
    ]
    exclude = ["description_html", "description_text"]
    actions = ["close", "reopen"]

    def has_add_permission(self, request):
        return False  # the pages and the API do it, with an owner

    def has_delete_permission(self, request, obj=None):
        return False  # somebody may track it; close it instead

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @admin.action(permissions=["change"], description="Close the selected postings")
    def close(self, request, jobs):
        self.message_user(request, f"Closed: {closing.close(jobs)}.")

    @admin.action(permissions=["change"], description="Reopen the selected postings")
    def reopen(self, request, jobs):
        self.message_user(request, f"Reopened: {closing.reopen(jobs)}.")

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
