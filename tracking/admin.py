"""Support staff mend data here, through the same rules as everybody else (CONTRACT, "Pages", Admin).

Nothing is saved by the admin itself: a form rehearses the change in ``tracking.domain``, whose refusal becomes an
error of the form, and then makes it. What is done to an event is in the history of its tracking, too.
"""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from jobtracker.admin import ReadOnly

from . import stages
from .domain import events, repairs, trackings
from .models import JobTracking, TrackingEvent
from .notes import NoteError
from .querysets import JobTrackingQuerySet
from .stages import EventType, RefusedError, Stage

GONE = (JobTracking.DoesNotExist, TrackingEvent.DoesNotExist)
RESYNC = "Make stage and events agree again"
ON_BOTH_PAGES = [admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM]


class NoteFormField(forms.JSONField):
    """A note as its JSON text, whatever the column holds; what JSON cannot be is an error of the form."""

    widget = forms.Textarea(attrs={"rows": 12, "cols": 80, "class": "vLargeTextField"})

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value) -> str:
        if isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return _as_text(value)

    def to_python(self, value):
        try:
            note = super().to_python(value)
            return {} if note is None else note
        except (RecursionError, ValueError) as error:  # nested too deep, or a number of thousands of digits
            raise ValidationError("This is not JSON that can be kept.", code="invalid") from error

    def bound_data(self, data, initial):
        return forms.fields.InvalidJSONInput(data or "")  # what was typed is shown again as it was typed

    def has_changed(self, initial, data) -> bool:
        return self.prepare_value(initial) != data


class RehearsedForm(forms.ModelForm):
    """A form that asks the rules by making the change and taking it back; ``make`` then makes it for good.

    The tracking's row is locked in between: the admin's views run in one transaction.
    """

    note_field = "note"

    def make(self):
        """The change itself, through the domain; gives the object that was changed."""
        raise NotImplementedError

    def tracking_id(self) -> int | None:
        """Whose row to lock, None while the form does not know."""
        raise NotImplementedError

    def clean(self) -> dict:
        data = super().clean()
        if self.errors or (pk := self.tracking_id()) is None:
            return data
        everything().locked(pk)
        try:
            with transaction.atomic():
                self.make()
                transaction.set_rollback(True)
        except RefusedError as refused:
            raise ValidationError(refused.refusal.label, code=refused.refusal.value) from refused
        except NoteError as error:
            self.add_error(self.note_field, _flat(error))
        return data


class TrackingForm(RehearsedForm):
    note_field = "notes"
    notes = NoteFormField()

    class Meta:
        model = JobTracking
        fields = ["is_archived", "notes"]

    def tracking_id(self) -> int | None:
        return self.instance.pk

    def make(self) -> JobTracking:
        if "notes" in self.changed_data:
            repairs.rewrite_notes(everything(), self.instance.pk, self.cleaned_data["notes"])
        if "is_archived" in self.changed_data:
            trackings.change(everything(), self.instance.pk, is_archived=self.cleaned_data["is_archived"])
        return everything().get(pk=self.instance.pk)


class EventForm(RehearsedForm):
    note = NoteFormField(initial=dict)

    class Meta:
        model = TrackingEvent
        fields = ["tracking", "event_type", "event_date", "event_time", "location", "note"]

    def tracking_id(self) -> int | None:
        return self.instance.tracking_id or self.cleaned_data["tracking"].pk

    def clean_event_date(self):
        day = self.cleaned_data["event_date"]
        events.refuse_date(day)
        return day

    def make(self) -> TrackingEvent:
        data, event = self.cleaned_data, self.instance
        if event.pk is None:
            outcome = events.add(
                everything(),
                data["tracking"].pk,
                data["event_type"],
                on=data["event_date"],
                at=data["event_time"],
                location=data["location"],
                note=data["note"],
            )
            return outcome.event
        if "note" in self.changed_data:
            repairs.rewrite_note(everything(), event.tracking_id, event.pk, data["note"])
        if changes := {name: data[name] for name in self.changed_data if name != "note"}:
            events.edit(everything(), event.tracking_id, event.pk, changes)
        return TrackingEvent.objects.get(pk=event.pk)


class EventInline(ReadOnly, admin.TabularInline):
    """The events of a tracking, to look at; each is changed on a page of its own, where the rules can answer."""

    model = TrackingEvent
    fields = readonly_fields = ["event_type", "event_date", "event_time", "location", "text", "created_at"]
    extra = 0
    can_delete = False
    show_change_link = True

    @admin.display(description="note")
    def text(self, event) -> str:
        return _as_text(event.note)


class RuledAdmin(admin.ModelAdmin):
    """What the form rehearsed is saved through the domain; each object is deleted by itself, if the rules let it."""

    show_full_result_count = False

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except GONE:
            return self._meanwhile(request, "nothing was changed")

    def delete_view(self, request, *args, **kwargs):
        try:
            return super().delete_view(request, *args, **kwargs)
        except (RefusedError, trackings.NotInterestedError, *GONE):
            return self._meanwhile(request, "nothing was deleted")

    def _meanwhile(self, request, outcome: str) -> HttpResponseRedirect:
        self.message_user(request, f"Something happened in the meantime: {outcome}.", messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:tracking_{self.opts.model_name}_changelist"))

    def save_form(self, request, form, change):
        return form.instance

    def save_model(self, request, obj, form, change):
        obj.pk = form.make().pk
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        for formset in formsets:
            formset.save(commit=False)  # the inline only shows; the history asks the formset what it has changed

    def get_actions(self, request, action_location=admin.ActionLocation.CHANGE_LIST):
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions


@admin.register(JobTracking)
class JobTrackingAdmin(RuledAdmin):
    form = TrackingForm
    list_display = ["job", "company", "user", "stage", "is_archived", "tracked_at", "updated_at"]
    list_filter = [("stage", admin.ChoicesFieldListFilter), "is_archived", "tracked_at"]
    search_fields = ["user__email", "job__title", "job__company__name", "=id"]
    list_select_related = ["job__company", "user"]
    fields = ["user", "job", "stage", "add_event", "is_archived", "notes", "resume_s3_url", "tracked_at", "updated_at"]
    readonly_fields = ["user", "job", "stage", "add_event", "resume_s3_url", "tracked_at", "updated_at"]
    inlines = [EventInline]
    actions = ["undo_rejection", "resync"]

    def has_add_permission(self, request):
        return False  # people track for themselves

    def has_delete_permission(self, request, obj=None):
        can = super().has_delete_permission(request, obj)
        return can and (obj is None or obj.stage == Stage.INTERESTED)  # rule 7

    def delete_model(self, request, obj):
        trackings.untrack(everything(), obj.pk)

    @admin.display(description="company", ordering="job__company__name")
    def company(self, tracking) -> str:
        return tracking.job.company.name

    @admin.display(description="")
    def add_event(self, tracking) -> str:
        address = reverse("admin:tracking_trackingevent_add")
        return format_html('<a href="{}?tracking={}">Add an event: the stage follows it</a>', address, tracking.pk)

    @admin.action(description="Undo the rejection", permissions=["change"], location=ON_BOTH_PAGES)
    def undo_rejection(self, request, queryset):
        for tracking in queryset.filter(stage=Stage.REJECTED):
            rejection = tracking.events.filter(event_type=EventType.REJECTED).first()
            if rejection is None:  # written by hand, in SQL
                missing = f"{tracking.job}: there is no rejection to undo. Use “{RESYNC}”."
                self.message_user(request, missing, messages.ERROR)
                continue
            try:
                with transaction.atomic():
                    outcome = events.delete(everything(), tracking.pk, rejection.pk)
                    self.log_change(request, tracking, f"Undid the rejection of {rejection.event_date}.")
            except (RefusedError, *GONE):
                late = f"{tracking.job}: something happened in the meantime, nothing was undone."
                self.message_user(request, late, messages.ERROR)
                continue
            stage = outcome.tracking.get_stage_display()
            self.message_user(request, f"{tracking.job}: the rejection is undone, the stage is {stage}.")

    @admin.action(description=RESYNC, permissions=["change"], location=ON_BOTH_PAGES)
    def resync(self, request, queryset):
        for tracking in queryset:
            try:
                with transaction.atomic():
                    done = repairs.repair(everything(), tracking.pk)
                    for sentence in done:
                        self.log_change(request, tracking, sentence)
            except JobTracking.DoesNotExist:
                self.message_user(request, f"{tracking.job}: it is tracked no more.", messages.ERROR)
                continue
            self.message_user(request, f"{tracking.job}: {' '.join(done) or 'nothing to mend.'}")


@admin.register(TrackingEvent)
class TrackingEventAdmin(RuledAdmin):
    form = EventForm
    list_display = ["event_type", "event_date", "event_time", "job", "user", "created_at"]
    list_filter = [("event_type", admin.ChoicesFieldListFilter), "event_date"]
    search_fields = ["tracking__user__email", "tracking__job__title", "tracking__job__company__name", "=tracking__id"]
    list_select_related = ["tracking__job", "tracking__user"]
    autocomplete_fields = ["tracking"]

    def get_readonly_fields(self, request, obj=None):
        return ["tracking", "event_type", "created_at"] if obj else []  # rule 6

    def has_delete_permission(self, request, obj=None):
        can = super().has_delete_permission(request, obj)
        return can and (obj is None or obj.pk in stages.deletable_ids(list(obj.tracking.events.all())))  # rules 4, 5

    def delete_model(self, request, obj):
        events.delete(everything(), obj.tracking_id, obj.pk)

    def log_addition(self, request, obj, message):
        super().log_change(request, obj.tracking, f"Added the event “{obj}”.")
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        super().log_change(request, obj.tracking, f"Changed the event “{obj}”.")
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for event in queryset:
            super().log_change(request, event.tracking, f"Deleted the event “{event}”.")
        return super().log_deletions(request, queryset)

    @admin.display(description="job")
    def job(self, event) -> str:
        return event.tracking.job.title

    @admin.display(description="user")
    def user(self, event) -> str:
        return event.tracking.user.email


def _as_text(note: object) -> str:
    try:
        return json.dumps(note, ensure_ascii=False, indent=2)
    except RecursionError:
        return '"(nested too deep to be shown)"'


def everything() -> JobTrackingQuerySet:
    """Support may change any tracking."""
    return JobTracking.objects.all()


def _flat(error: NoteError) -> list[str]:
    """One line for each field of the note at fault; the form has one field for the whole note."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {' '.join(found)}" for name, found in error.message_dict.items()]
