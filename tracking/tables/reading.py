"""Tables as spreadsheets write them: whatever the encoding and the separator, headings and rows come out."""

import csv
import io
import re
from dataclasses import dataclass

from .escaping import unescape

BYTES_MAX = 1024 * 1024
ROWS_MAX = 1000  # which take some ten seconds to import
COLUMNS_MAX = 60
CELL_MAX = 20_000  # characters

SEPARATORS = ",;\t|"
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
# Of ZIP (and so Excel's own format), of old Excel, of PDF
NO_TEXT = {b"PK\3\4": "an Excel or ODS file", b"\xd0\xcf\x11\xe0": "an old Excel file", b"%PDF": "a PDF"}
UNWANTED = re.compile("[\0\ud800-\udfff]")  # PostgreSQL or JSON would refuse them
SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n")  # Excel's own way of saying so


class TableError(Exception):
    """This is no table that can be read; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """``line`` is where it begins in the file, counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """As many cells in each row as there are headings; one of white space alone is "". Empty rows are left out."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, index: int) -> list[str]:
        """What it holds, but for empty cells."""
        return [row.cells[index] for row in self.rows if row.cells[index]]


def decode(body: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, with or without a mark, else what Windows writes in the west.

    :raises TableError: it is too large, or no text at all.
    """
    if len(body) > BYTES_MAX:
        raise TableError(f"A table has at most {BYTES_MAX // 1024**2} MB. Split it, and import the parts.")
    for start, what in NO_TEXT.items():
        if body.startswith(start):
            raise TableError(f"This is {what}. Save the table as CSV, and import that.")
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    # Without a mark: every other byte of western text in UTF-16 is NUL, and none is in any of the others.
    if b"\0" in body:
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", errors="replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def read(text: str) -> Table:
    """The headings, in the first line that is not empty, and the rows under them.

    :raises TableError: there are none, or too many; the message names the line.
    """
    text = UNWANTED.sub("", text)
    declared = SEPARATOR_LINE.match(text)
    lines = io.StringIO(text[declared.end() :] if declared else text, newline="")
    reader = csv.reader(lines, delimiter=declared[1] if declared else _separator(text), strict=True)
    headings: tuple[str, ...] = ()
    rows: list[Row] = []
    above = 1 if declared else 0  # lines that the reader does not see
    line = above + 1
    try:
        for cells in reader:
            values = tuple(unescape(cell) if cell.strip() else "" for cell in cells)
            start, line = line, above + reader.line_num + 1
            if not any(values):
                continue
            if not headings:
                headings = _headings(values)
                continue
            rows.append(Row(start, _fitted(values, headings, start)))
            if len(rows) > ROWS_MAX:
                raise TableError(f"A table has at most {ROWS_MAX:,} rows. Split it, and import the parts.")
    except csv.Error as error:  # such as a cell that never ends
        raise TableError(f"Line {line} cannot be read: a quotation mark is missing, or a cell is too long.") from error
    if not headings:
        raise TableError("This file is empty.")
    if not rows:
        raise TableError("There are no rows under the headings.")
    return Table(headings, tuple(rows))


def _separator(text: str) -> str:
    """The character that divides the first line that is not empty; quoted text does not count."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)


def _headings(values: tuple[str, ...]) -> tuple[str, ...]:
    while values and not values[-1]:
        values = values[:-1]
    if len(values) > COLUMNS_MAX:
        raise TableError(f"A table has at most {COLUMNS_MAX} columns; this one has {len(values)}.")
    return tuple(" ".join(value.split())[:100] or f"Column {number}" for number, value in enumerate(values, 1))


def _fitted(values: tuple[str, ...], headings: tuple[str, ...], line: int) -> tuple[str, ...]:
    if any(values[len(headings) :]):
        raise TableError(
            f"Line {line} has {len(values)} cells, and there are {len(headings)} headings: "
            "is a separator inside a text without quotation marks?"
        )
    if any(len(value) > CELL_MAX for value in values):
        raise TableError(f"Line {line} has a cell of more than {CELL_MAX:,} characters.")
    return values[: len(headings)] + ("",) * (len(headings) - len(values))
