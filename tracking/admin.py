from django.contrib import admin

from .models import JobTracking, TrackingEvent


class TrackingEventInline(admin.TabularInline):
    model = TrackingEvent
    extra = 0


@admin.register(JobTracking)
class JobTrackingAdmin(admin.ModelAdmin):
    list_display = ["job", "user", "stage", "is_archived", "tracked_at", "updated_at"]
    list_filter = ["stage", "is_archived"]
    search_fields = ["user__email", "job__title", "job__company__name"]
    list_select_related = ["job", "user"]
    autocomplete_fields = ["user", "job"]
    readonly_fields = ["stage", "resume_s3_url", "tracked_at", "updated_at"]
    inlines = [TrackingEventInline]
