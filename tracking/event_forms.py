"""The forms of events, made from the declared notes (``tracking.notes``): a field declared there is asked for here."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from . import notes
from .models import TrackingEvent
from .notes import FormField
from .stages import FIRST_DAY, LAST_DAY, EventType

LOCATION_MAX = 2000  # characters; the address of a video call can be long
PREFIX = "note_"  # of the note's fields among the form's: an event has a place and a date of its own
MEETINGS = (EventType.SCREENING, EventType.INTERVIEW)
"""The types that usually have an hour and a place; of the others these are asked for only where they are set."""


class EventForm(forms.Form):
    """What can be told of an event of one type; ``event`` is the one to change, None for a new one.

    ``today`` is the person's own, the date of a new event; ``draft`` a note to begin with.
    """

    event_date = forms.DateField(
        label="Date",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        ),
    )
    event_time = forms.TimeField(
        label="Time",
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"],
        help_text="The clock where it happens.",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    location = forms.CharField(label="Location or link", required=False, max_length=LOCATION_MAX)

    def __init__(
        self, event_type: str, data=None, *, event: TrackingEvent | None = None, today: date, draft: dict | None = None
    ) -> None:
        self.kind = notes.EVENT_NOTES[event_type]
        stored = event.clean_note if event else notes.read(self.kind, draft or {})
        known = {
            "event_date": event.event_date if event else today,
            "event_time": event.event_time if event else None,
            "location": event.location if event else None,
        }
        super().__init__(data, auto_id="event-%s", initial=known | {PREFIX + key: stored[key] for key in stored})
        if event_type not in MEETINGS:
            for name in ("event_time", "location"):
                if not known[name]:
                    del self.fields[name]
        for field in notes.form_fields(self.kind):
            self.fields[PREFIX + field.name] = _asked(field)
        self.fields["event_date"].widget.attrs["autofocus"] = True
        for name, field in self.fields.items():
            field.is_wide = name == "location" or isinstance(field.widget, forms.Textarea)
        _spread(self.fields.values())

    @property
    def changes(self) -> dict:
        """The valid form as ``events.Changes``; an empty field clears."""
        data = self.cleaned_data
        values = {name: data[name] or None for name in ("event_time", "location") if name in data}
        note = {field.name: data[PREFIX + field.name] or None for field in notes.form_fields(self.kind)}
        return {"event_date": data["event_date"], **values, "note": note}

    def refuse(self, error: ValidationError) -> None:
        """Put what the domain refused beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.error_dict.items():
            field = name if name in self.fields else PREFIX + name
            self.add_error(field if field in self.fields else NON_FIELD_ERRORS, messages)


def _spread(fields: Iterable[forms.Field]) -> None:
    """Two narrow fields share a row; one that would be alone gets the whole of it."""
    for is_wide, run in groupby(fields, key=lambda field: field.is_wide):
        narrow = [] if is_wide else list(run)
        if len(narrow) % 2:
            narrow[-1].is_wide = True


def _asked(declared: FormField) -> forms.Field:
    if declared.kind == "choice":
        empty = () if declared.default else (("", "Not said"),)
        field = forms.ChoiceField(choices=(*empty, *declared.options), required=bool(declared.default))
    elif declared.kind == "long_text":
        field = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    else:
        field = forms.CharField(required=False)
    field.label = declared.label
    field.shown_for = declared.shown_for and declared.shown_for[1]
    return field
