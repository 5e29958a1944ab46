"""The forms of events, made from the declared notes (``tracking.notes``): a field declared there is asked for here."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django import forms

from . import notes
from .change_form import ChangeForm, field_of_note
from .models import TrackingEvent
from .stages import FIRST_DAY, LAST_DAY, EventType

LOCATION_MAX = 2000  # characters; the address of a video call can be long
PREFIX = "note_"  # of the note's fields among the form's: an event has a place and a date of its own
MEETINGS = (EventType.SCREENING, EventType.INTERVIEW)
"""The types that usually have an hour and a place; of the others these are asked for only where they are set."""


class EventForm(ChangeForm):
    """What can be told of an event of one type; ``event`` is the one to change, None for a new one.

    ``today`` is the person's own, the date of a new event; ``draft`` a note to begin with.
    """

    note_prefix = PREFIX

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
            self.fields[PREFIX + field.name] = field_of_note(field)
        self.fields["event_date"].widget.attrs["autofocus"] = True
        for name, field in self.fields.items():
            field.is_wide = name == "location" or isinstance(field.widget, forms.Textarea)
            field.show_hidden_initial = event is not None and (data is None or self.add_initial_prefix(name) in data)
        _spread(self.fields.values())

    @property
    def changes(self) -> dict:
        """The valid form as ``events.Changes``; an empty field clears."""
        return _as_changes({name: self.cleaned_data[name] or None for name in self._told})

    @property
    def before(self) -> dict:
        """What stood in the changed fields when they were compared, as ``events.Changes``."""
        return _as_changes({name: self.initial[name] for name in self._told})

    def meet(self, stands: dict) -> None:
        """The same of ``events.Changes``."""
        note = {PREFIX + key: value for key, value in stands.get("note", {}).items()}
        super().meet({name: value for name, value in stands.items() if name != "note"} | note)

    @property
    def _told(self) -> Iterable[str]:
        """The fields that say something: all of a new event's, of another those that were changed."""
        return self.changed_data if self.event else self.fields


def _as_changes(values: dict) -> dict:
    note = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    return {name: value for name, value in values.items() if not name.startswith(PREFIX)} | {"note": note}


def _spread(fields: Iterable[forms.Field]) -> None:
    """Two narrow fields share a row; one that would be alone gets the whole of it."""
    for is_wide, run in groupby(fields, key=lambda field: field.is_wide):
        narrow = [] if is_wide else list(run)
        if len(narrow) % 2:
            narrow[-1].is_wide = True
