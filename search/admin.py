from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html

from .models import Company, Job, JobBoard


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "job_count", "website", "created_at"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, obj=None):
        return obj is not None and not obj.jobs.exists() and not obj.boards.exists()

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
        return obj is not None and not obj.jobs.exists()


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Postings come from their boards: support reads them here, closes or reopens them, and mends a company."""

    list_display = ["title", "company", "location", "source", "is_open", "posted_at", "is_private"]
    list_filter = ["is_open", "source", "workplace", "employment_type", ("owner", admin.EmptyFieldListFilter)]
    search_fields = ["title", "company__name", "external_id", "=id"]
    list_select_related = ["company"]
    show_full_result_count = False
    date_hierarchy = None
    autocomplete_fields = ["company", "board", "owner"]
    readonly_fields = ["source", "external_id", "text", "first_seen_at", "listed_at", "content_hash", "missed_runs"]
    exclude = ["description_html", "description_text"]

    def has_add_permission(self, request):
        return False  # the pages and the API do it, with an owner

    def has_delete_permission(self, request, obj=None):
        return False  # somebody may track it; close it instead

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @admin.display(description="text")
    def text(self, job) -> str:
        return format_html("<pre>{}</pre>", job.description_text)

    @admin.display(description="location")
    def location(self, job) -> str | None:
        return job.location

    @admin.display(boolean=True, description="private")
    def is_private(self, job) -> bool:
        return job.is_private
