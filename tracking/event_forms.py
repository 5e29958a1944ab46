"""The forms of events, made from the declared notes (``tracking.notes``): a field declared there is asked for here."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from . import notes
from .models import TrackingEvent
from .notes import FormField
from .stages import FIRST_DAY, LAST_DAY, EventType, RefusedError

LOCATION_MAX = 2000  # characters; the address of a video call can be long
PREFIX = "note_"  # of the note's fields among the form's: an event has a place and a date of its own
MEETINGS = (EventType.SCREENING, EventType.INTERVIEW)
"""The types that usually have an hour and a place; of the others these are asked for only where they are set."""


class EventForm(forms.Form):
    """What can be told of an event of one type; ``event`` is the one to change, None for a new one.

    ``today`` is the person's own, the date of a new event; ``draft`` a note to begin with.

    A form to change an event is sent with what it showed: what was changed in it is written, and nothing else, and
    what another tab has changed meanwhile is told instead of being replaced.
    """

    is_overtaken = False  # something happened since it was shown, of which the page behind knows nothing either

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
        self.event = event
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
            field.show_hidden_initial = event is not None and (data is None or self.add_initial_prefix(name) in data)
        _spread(self.fields.values())

    def clean(self) -> dict:
        data = super().clean()
        for name in self.changed_data if self.event else ():
            field, shown = self.fields[name], self.data.get(self.add_initial_prefix(name))
            stored = self.get_initial_for_field(field, name)
            if shown is None or name not in data or _is_same(field, stored, shown):
                continue
            if not _is_same(field, stored, self[name].data):
                self.is_overtaken = True
                self.add_error(name, _told(field, stored))
                self.data = self.data.copy()  # whoever saves again has seen it
                self.data[self.add_initial_prefix(name)] = "" if stored is None else str(stored)
        return data

    @property
    def changes(self) -> dict:
        """The valid form as ``events.Changes``; an empty field clears."""
        told = self.changed_data if self.event else self.fields
        values = {name: self.cleaned_data[name] or None for name in told}
        note = {name.removeprefix(PREFIX): values.pop(name) for name in told if name.startswith(PREFIX)}
        return {**values, "note": note}

    def overtake(self, error: RefusedError) -> None:
        """Say above the fields which rule stands in the way by now."""
        self.is_overtaken = True
        self.add_error(None, str(error))

    def refuse(self, error: ValidationError) -> None:
        """Put what the domain refused beside the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.error_dict.items():
            field = name if name in self.fields else PREFIX + name
            self.add_error(field if field in self.fields else NON_FIELD_ERRORS, messages)


def _is_same(field: forms.Field, stored, sent: str) -> bool:
    """Whether a field's text is what is stored, whichever ends of lines either has."""
    if isinstance(stored, str):
        stored = "\n".join(stored.strip().splitlines())
    return not field.has_changed(stored, "\n".join(sent.splitlines()))


def _told(field: forms.Field, stored) -> str:
    if stored in (None, ""):
        return "Another tab has emptied this meanwhile. Save again to keep what you have here."
    text = dict(field.choices).get(stored, stored) if isinstance(field, forms.ChoiceField) else stored
    return f"Another tab has changed this meanwhile, to: “{text}” Save again to replace that."


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
