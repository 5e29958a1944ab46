"""What the forms share that change something: sent with what they showed, they write only what was changed in them."""

from functools import cached_property

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from .notes import FormField
from .stages import RefusedError


class ChangeForm(forms.Form):
    """Writes what was changed in it, and nothing else; what another tab has changed meanwhile it tells of.

    ``initial`` is what is stored. A field with ``show_hidden_initial`` is sent with what it showed, and compared.
    """

    is_overtaken = False  # something happened since it was shown, of which the page behind knows nothing either
    note_prefix = ""  # of the note's fields among the form's

    @cached_property
    def changed_data(self) -> list[str]:
        """A field that was not sent at all is left alone."""
        return [name for name in super().changed_data if name in self.data]

    def clean(self) -> dict:
        data = super().clean()
        for name in self.changed_data:
            field = self.fields[name]
            if not field.show_hidden_initial or name not in data:
                continue
            stored = self.get_initial_for_field(field, name)
            is_as_shown = _is_same(field, stored, self.data[self.add_initial_prefix(name)])
            if not is_as_shown and not _is_same(field, stored, self[name].data):
                self._tell(name, stored)
        return data

    def meet(self, stands: dict) -> None:
        """Tell what stands in fields by now that another tab was quicker to change than this one to be saved."""
        for name, stored in stands.items():
            self._tell(name, stored)

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
            field = name if name in self.fields else self.note_prefix + name
            self.add_error(field if field in self.fields else NON_FIELD_ERRORS, messages)

    def _tell(self, name: str, stored) -> None:
        self.is_overtaken = True
        self.add_error(name, _told(self.fields[name], stored))
        self.data = self.data.copy()  # whoever saves again has seen it
        self.data[self.add_initial_prefix(name)] = "" if stored is None else str(stored)


def field_of_note(declared: FormField) -> forms.Field:
    """The field that asks for one of a note's."""
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
