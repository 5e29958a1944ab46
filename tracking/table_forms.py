"""The forms that take a table in: the file, then what its columns mean."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError

from .tables import columns, dates, reading, rows
from .tables.columns import Meaning
from .tables.reading import Table, TableError

SAMPLES = 3
ORDERS = [("day", "the day: 3/4/2026 is 3 April"), ("month", "the month: 3/4/2026 is March 4")]


class TableForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        help_text=f"CSV with headings in the first row; at most {reading.ROWS_MAX:,} rows, 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv", "class": "input"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            text = reading.decode(file.read(reading.BYTES_MAX + 1))
            reading.read(text)
        except TableError as error:
            raise ValidationError(str(error)) from error
        self.cleaned_data["text"] = text
        return file


class ColumnsForm(forms.Form):
    """A field for each column, ``column_0`` and so on; ``digest`` names the file that they are columns of."""

    digest = forms.CharField(widget=forms.HiddenInput)
    order = forms.ChoiceField(
        label="In dates like 3/4/2026, the first number is", choices=ORDERS, required=False, widget=forms.RadioSelect
    )
    is_whole = forms.BooleanField(label="If any row has a mistake, import none", required=False)

    def __init__(self, *args, table: Table, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for index, (heading, meaning) in enumerate(zip(table.headings, columns.guess(table.headings), strict=True)):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading,
                choices=Meaning.choices,
                required=False,
                initial=meaning,
                widget=forms.Select(attrs={"class": "input"}),
            )

    @property
    def columns(self) -> list[tuple]:
        """(field, some of what the column holds) of each column."""
        return [
            (self[f"column_{index}"], list(dict.fromkeys(self.table.column(index)))[:SAMPLES])
            for index in range(len(self.table.headings))
        ]

    @property
    def asks_order(self) -> bool:
        """Whether some cell of the file can be read as two days."""
        cells = [cell for index in range(len(self.table.headings)) for cell in self.table.column(index)]
        return dates.is_ambiguous(cells)

    def clean(self) -> dict:
        cleaned = super().clean()
        meanings = tuple(Meaning(cleaned.get(f"column_{index}", "")) for index in range(len(self.table.headings)))
        for meaning, count in Counter(meanings).items():
            if count > 1 and meaning not in columns.MANY:
                self.add_error(None, f"Only one column can be “{meaning.label}”.")
        for needed in (Meaning.COMPANY, Meaning.TITLE):
            if needed not in meanings:
                self.add_error(None, f"Say which column is “{needed.label}”.")
        cells = rows.date_cells(self.table, meanings)
        order = cleaned.get("order")
        possible = dates.orders(cells)
        if not order and len(possible) == 2 and dates.is_ambiguous(cells):
            self.add_error("order", "Some dates can be read in two ways: say which is meant.")
        fallback = next(iter(possible)) if len(possible) == 1 else dates.Order.DAY_FIRST
        cleaned["mapping"] = rows.Mapping(meanings, dates.Order(order) if order else fallback)
        return cleaned
