"""The form of what the person keeps about a job itself, made from the declared notes (``tracking.notes``)."""

from search.wording import salary as in_words

from . import notes
from .change_form import ChangeForm, field_of_note
from .models import JobTracking


class NotesForm(ChangeForm):
    """The notes of ``tracking``, only to be read if ``is_locked``; what the posting says of a field is its hint."""

    def __init__(self, tracking: JobTracking, data=None, *, is_locked: bool = False) -> None:
        asked = [field for field in notes.form_fields(notes.TrackingNotes) if not field.is_read_only]
        stored = tracking.clean_notes
        super().__init__(
            data, auto_id=f"note-{tracking.pk}-%s", initial={field.name: stored[field.name] for field in asked}
        )
        job = tracking.job
        hints = {"location": job.location or "", "salary": (job.salary and in_words(job.salary)) or ""}
        for declared in asked:
            field = self.fields[declared.name] = field_of_note(declared)
            field.is_wide = declared.kind == "long_text"
            field.show_hidden_initial = data is None or self.add_initial_prefix(declared.name) in data
            field.widget.attrs["class"] = "input"
            if not field.is_wide:
                field.widget.attrs["autocomplete"] = "off"
            if is_locked:
                field.widget.attrs["readonly"] = True
            elif hint := hints.get(declared.name):
                field.widget.attrs["placeholder"] = hint

    @property
    def changes(self) -> dict[str, str | None]:
        """The valid form as ``trackings.change`` takes notes; an empty field clears."""
        return {name: self.cleaned_data[name] or None for name in self.changed_data}

    @property
    def before(self) -> dict[str, str | None]:
        """What stood in the changed fields when they were compared."""
        return {name: self.initial[name] for name in self.changed_data}
