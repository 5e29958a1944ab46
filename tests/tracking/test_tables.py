"""Tables of trackings: ours out and back, and those of anybody's spreadsheet in."""

import csv
import io
import re
from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.models import Job
from tests.factories import JobFactory
from tracking import notes
from tracking.domain import events, filling, trackings
from tracking.models import JobTracking, TrackingEvent
from tracking.stages import RefusedError
from tracking.tables import columns, dates, reading, rows, writing
from tracking.tables.columns import Meaning
from tracking.tables.dates import Order
from tracking.tables.escaping import escape, unescape

TODAY = date(2026, 6, 11)

# --- Cells ------------------------------------------------------------------------------------------

FORMULAS = st.text(st.sampled_from("=+-@\t\r\n';,|a ＝＋－＠"), max_size=12)


@given(FORMULAS | st.text())
def test_cell_is_no_formula_and_comes_back(text):
    cell = escape(text)

    assert unescape(cell) == text
    # Nor is a piece of it, in a program that takes another character for the separator.
    pieces = [cell]
    for separator in ";,\t|\n\r":
        pieces += cell.split(separator)
    assert not any(piece[:1] in tuple("=+-@＝＋－＠") for piece in pieces if piece)


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        ("2026-05-31", Order.DAY_FIRST, (date(2026, 5, 31), None)),
        ("2026/5/3", Order.DAY_FIRST, (date(2026, 5, 3), None)),
        ("20260503", Order.DAY_FIRST, (date(2026, 5, 3), None)),
        ("2026-05-31T09:30:00Z", Order.DAY_FIRST, (date(2026, 5, 31), time(9, 30))),
        ("2026-05-31 00:00:00", Order.DAY_FIRST, (date(2026, 5, 31), None)),
        ("31.05.2026", Order.MONTH_FIRST, (date(2026, 5, 31), None)),
        ("3.4.26", Order.MONTH_FIRST, (date(2026, 4, 3), None)),
        ("3/4/2026", Order.DAY_FIRST, (date(2026, 4, 3), None)),
        ("3/4/2026", Order.MONTH_FIRST, (date(2026, 3, 4), None)),
        ("3-4-26 2:05 PM", Order.MONTH_FIRST, (date(2026, 3, 4), time(14, 5))),
        ("5 May 2026", Order.DAY_FIRST, (date(2026, 5, 5), None)),
        ("05-May-26", Order.DAY_FIRST, (date(2026, 5, 5), None)),
        ("Tue, 5 May 2026", Order.DAY_FIRST, (date(2026, 5, 5), None)),
        ("May 5th, 2026", Order.DAY_FIRST, (date(2026, 5, 5), None)),
        ("5. März 2026", Order.DAY_FIRST, (date(2026, 3, 5), None)),
        ("46146", Order.DAY_FIRST, (date(2026, 5, 4), None)),
    ],
)
def test_date_is_read(cell, order, expected):
    when = dates.parse(cell, order)

    assert (when.on, when.at) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-05-31T23:30:00Z", (date(2026, 6, 1), time(1, 30))),
        ("31 May 2026 14:30 -0800", (date(2026, 6, 1), time(0, 30))),
        ("5/31/2026 9:30 PM utc", (date(2026, 5, 31), time(23, 30))),
        ("2026-05-31 09:30 +02:00", (date(2026, 5, 31), time(9, 30))),
        ("2026-05-31T00:00:00Z", (date(2026, 5, 31), None)),  # a day, as spreadsheets write one
    ],
)
def test_clock_of_a_zone_is_told_in_the_persons_own(cell, expected):
    with timezone.override("Europe/Berlin"):
        when = dates.parse(cell, Order.MONTH_FIRST)

    assert (when.on, when.at) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "2026-05-31 09:30 +99:00",
        "0001-01-01 01:00 +14:00",
        "soon",
        "2026-02-31",
        "13/13/2026",
        "1969-12-31",
        "99999",
        "5 Foo 2026",
        "9" * 5000,
        "1.1",
    ],
)
def test_date_that_is_none_is_refused(cell):
    with pytest.raises(dates.DateError):
        dates.parse(cell, Order.DAY_FIRST)


@pytest.mark.parametrize(
    ("cells", "expected", "is_ambiguous"),
    [
        (["3/4/2026"], {Order.DAY_FIRST, Order.MONTH_FIRST}, True),
        (["3/4/2026", "31/1/2026"], {Order.DAY_FIRST}, True),
        (["3/4/2026", "1/31/2026"], {Order.MONTH_FIRST}, True),
        (["31/1/2026", "1/31/2026"], set(), True),
        (["2026-03-04", "4.3.2026", "5/5/2026"], {Order.DAY_FIRST, Order.MONTH_FIRST}, False),
    ],
)
def test_order_of_dates_is_found_or_not(cells, expected, is_ambiguous):
    assert (dates.orders(cells), dates.is_ambiguous(cells)) == (expected, is_ambiguous)


# --- Files ------------------------------------------------------------------------------------------

SHEET = "Firma;Stelle;Beworben am\r\nSpäti & Söhne;Köchin;3.4.2026\r\n"


@pytest.mark.parametrize(
    "body",
    [
        SHEET.encode(),
        SHEET.encode("utf-8-sig"),
        SHEET.encode("utf-16"),
        SHEET.encode("utf-16-le"),
        SHEET.encode("utf-16-be"),
        SHEET.encode("cp1252"),
        SHEET.replace(";", "\t").encode(),
        SHEET.replace(";", ",").encode(),
        SHEET.replace("\r\n", "\n").encode(),
        ("sep=;\r\n" + SHEET).encode(),
        ("\n\n" + SHEET + "\n;;\n").encode(),
    ],
)
def test_file_of_any_spreadsheet_is_read(body):
    table = reading.read(reading.decode(body))

    assert table.headings == ("Firma", "Stelle", "Beworben am")
    assert [row.cells for row in table.rows] == [("Späti & Söhne", "Köchin", "3.4.2026")]
    assert columns.guess(table.headings) == [Meaning.COMPANY, Meaning.TITLE, Meaning.APPLIED]


def test_rows_know_their_lines():
    table = reading.read('A,B\n"two\nlines",x\n\nlast,y\n')

    assert [(row.line, row.cells) for row in table.rows] == [(2, ("two\nlines", "x")), (5, ("last", "y"))]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "empty"),
        (b"Company,Title\n", "no rows"),
        (b"PK\3\4...", "Excel or ODS"),
        (b"%PDF-1.7", "a PDF"),
        (b"A\n" + b"a" * 2**20, "1 MB"),
        (b"A,B\n" + b"a,b\n" * 1001, "1,000 rows"),
        (b",".join([b"A"] * 61) + b"\nx\n", "60 columns"),
        (b"A,B\n1,2,3\n", "Line 2 has 3 cells"),
        (b'A,B\nx,"never ends\n', "Line 2 cannot be read"),
        (b"A\n" + b"a" * 20_001, "20,000 characters"),
    ],
)
def test_file_that_is_no_table_is_refused(body, message):
    with pytest.raises(reading.TableError, match=message):
        reading.read(reading.decode(body))


@given(st.binary(max_size=200))
def test_no_file_is_a_crash(body):
    with suppress(reading.TableError):
        reading.read(reading.decode(body))


# --- Rows -------------------------------------------------------------------------------------------


def said(sheet: str, order: Order = Order.DAY_FIRST):
    table = reading.read(sheet)
    return rows.read(table, rows.Mapping(tuple(columns.guess(table.headings)), order), today=TODAY)


def happened(entry) -> list[tuple]:
    return [(str(event.event_type), event.on, event.note) for event in entry.happenings]


def test_row_says_what_happened_and_loses_nothing():
    sheet = (
        "Company,Position,Status,Date applied,Interview 1,Interview 2,Recruiter,Notes,Salary\n"
        "Perkoz,Cook,Ghosted,2026-03-01,2026-03-09 14:00,2026-03-20,Ada,Nice kitchen,50k\n"
    )

    (entry,), mistakes = said(sheet)

    assert mistakes == []
    assert (entry.company, entry.title, entry.stage, entry.line) == ("Perkoz", "Cook", "rejected", 2)
    assert happened(entry) == [
        ("applied", date(2026, 3, 1), {}),
        ("interview", date(2026, 3, 9), {}),
        ("interview", date(2026, 3, 20), {}),
        ("rejected", date(2026, 3, 20), {"note": rows.UNDATED, "reason": "no answer"}),
    ]
    assert entry.notes == {"salary": "50k", "general_note": "Nice kitchen\nRecruiter: Ada"}


@pytest.mark.parametrize(
    ("stage", "applied", "expected"),
    [
        ("Wishlist", "", []),
        ("", "2026-03-01", ["applied"]),
        ("Applied", "", ["applied"]),
        ("Applied", "2026-03-01", ["applied"]),
        ("Interviewing", "2026-03-01", ["applied", "interview"]),
        ("Offer accepted", "2026-03-01", ["applied", "offer", "accepted"]),
        ("Declined", "", ["offer", "declined"]),
        ("Rejected", "", ["rejected"]),
    ],
)
def test_stage_of_a_row_is_reached(stage, applied, expected):
    (entry,), _ = said(f"Company,Title,Status,Applied\nPerkoz,Cook,{stage},{applied}\n")

    assert [str(event.event_type) for event in entry.happenings] == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",Cook,,", ["There is no company."]),
        (",,,", []),
        (
            f"{'a' * 201},{'b' * 301},,",
            ["The company has more than 200 characters. The job title has more than 300 characters."],
        ),
        (f"{'a' * 201},Cook,,", ["The company has more than 200 characters."]),
    ],
)
def test_mistake_names_its_line(row, expected):
    entries, mistakes = said(f"Company,Title,Applied,Archived\nPerkoz,Cook,,\n{row}\n")

    assert ([entry.line for entry in entries], [(found.line, found.message) for found in mistakes]) == (
        [2],
        [(3, message) for message in expected],
    )


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Status,Date", [Meaning.STAGE, Meaning.STAGED]),
        ("Status,Datum", [Meaning.STAGE, Meaning.STAGED]),
        ("Status date,Status", [Meaning.STAGED, Meaning.STAGE]),
        ("Stage,Last update", [Meaning.STAGE, Meaning.STAGED]),
        ("Stand,Zuletzt aktualisiert", [Meaning.STAGE, Meaning.STAGED]),
        ("Status,Date applied,Updated at", [Meaning.STAGE, Meaning.APPLIED, Meaning.STAGED]),
        ("Status,Date,Updated", [Meaning.STAGE, Meaning.STAGED, Meaning.NOTE]),
        ("Date,Recruiter", [Meaning.NOTE, Meaning.NOTE]),
    ],
)
def test_date_of_the_stage_is_recognised(headings, expected):
    assert columns.guess(headings.split(",")) == expected


@pytest.mark.parametrize(
    ("row", "events", "tracked_on", "note"),
    [
        ("Beworben,03.11.2025,", [("applied", date(2025, 11, 3), {})], None, None),
        ("Absage,12.10.2025,", [("rejected", date(2025, 10, 12), {})], None, None),
        ("Ghosted,12.10.2025,", [("rejected", date(2025, 10, 12), {"reason": "no answer"})], None, None),
        (
            "Accepted,12.10.2025,",
            [("offer", date(2025, 10, 12), {"note": rows.NO_OFFER}), ("accepted", date(2025, 10, 12), {})],
            None,
            None,
        ),
        ("Wishlist,12.10.2025,", [], date(2025, 10, 12), None),
        ("Maybe,12.10.2025,", [], None, "Stage: Maybe\nDate of the stage: 12.10.2025"),
        (",12.10.2025,", [], None, "Date of the stage: 12.10.2025"),
        ("Applied,12.10.2025,2025-10-01", [("applied", date(2025, 10, 1), {})], None, "Date of the stage: 12.10.2025"),
        ("Applied,12.10.2025,2025-10-12", [("applied", date(2025, 10, 12), {})], None, None),
        (
            "Interview,12.10.2025,2025-10-01",
            [("applied", date(2025, 10, 1), {}), ("interview", date(2025, 10, 12), {})],
            None,
            None,
        ),
        (
            "Rejected,12.10.2025,2025-11-01",
            [("applied", date(2025, 11, 1), {}), ("rejected", date(2025, 11, 1), {"note": rows.UNDATED})],
            None,
            "Date of the stage: 12.10.2025",
        ),
    ],
)
def test_date_of_the_stage_dates_the_event_that_the_stage_implies(row, events, tracked_on, note):
    (entry,), mistakes = said(f"Company,Title,Status,Date,Applied on\nPerkoz,Cook,{row}\n")

    assert (mistakes, happened(entry)) == ([], events)
    assert (entry.tracked_on, entry.notes.get("general_note")) == (tracked_on, note)


def test_what_cannot_be_read_is_kept_in_the_note_and_told():
    (entry,), mistakes = said("Company,Title,Applied,Archived\nPerkoz,,soon,perhaps\n")

    assert mistakes == []
    assert (entry.title, entry.happenings, entry.is_archived) == ("(no title)", (), False)
    assert entry.notes == {"general_note": "Date: applied: soon\nArchived: perhaps"}
    assert entry.remarks == (
        "There is no job title: “(no title)” stands in its place.",
        "“soon” is no date; write it as 2026-05-31. It is kept in the note.",
        "“perhaps” is neither yes nor no: kept in the note; not archived.",
    )


def test_date_of_the_stage_that_is_none_is_told_once():
    (entry,), _ = said("Company,Title,Status,Date\nPerkoz,Cook,Wishlist,soon\n")

    assert entry.remarks == ("“soon” is no date; write it as 2026-05-31. It is kept in the note.",)
    assert entry.notes == {"general_note": "Date of the stage: soon"}


def test_word_that_is_no_stage_is_kept_and_told():
    (entry,), _ = said("Company,Title,Status,URL\nPerkoz,Cook,Maybe,perkoz.example\n")

    assert entry.notes == {"general_note": "Stage: Maybe\nWeb address: perkoz.example"}
    assert len(entry.remarks) == 2


# --- Out and back -----------------------------------------------------------------------------------

LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
# A cell of white space alone is an empty one.
TEXT = st.text(st.sampled_from("=+-@'\",;\n\ta é") | LETTERS, max_size=15).filter(lambda text: not text or text.strip())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(made=[({}, [("applied", date(2026, 1, 1), None, {"note": "a\x85b\u2028c"})])])
@given(
    made=st.lists(
        st.tuples(
            st.fixed_dictionaries({}, optional={"salary": TEXT, "general_note": TEXT, "odd": TEXT}),
            st.lists(
                st.tuples(
                    st.sampled_from(["applied", "interview", "offer", "accepted", "rejected"]),
                    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
                    st.none() | st.times(),
                    st.fixed_dictionaries({}, optional={"note": TEXT, "odd": TEXT}),
                ),
                max_size=4,
            ),
        ),
        max_size=3,
    )
)
def test_table_survives_export_and_import(user, stranger, made):
    with transaction.atomic():
        whose = JobTracking.objects.for_user(user)
        for note, steps in made:
            pk = trackings.track(user, JobFactory().pk).pk
            with suppress(notes.NoteError):
                trackings.change(whose, pk, notes=note)
            for kind, on, at, said_then in steps:
                with suppress(RefusedError):
                    events.add(whose, pk, kind, on=on, at=at, note=said_then)
        whose.update(tracked_at=datetime(2026, 1, 2, tzinfo=UTC))
        out = b"".join(writing.write(user))
        if made:
            table = reading.read(reading.decode(out))
            mapping = rows.Mapping(tuple(columns.guess(table.headings)), Order.DAY_FIRST)
            entries, mistakes = rows.read(table, mapping, today=TODAY)

            filled = filling.fill(stranger, entries, is_whole=True)

            assert (mistakes, filled.mistakes, filled.new) == ([], [], len(made))
            assert b"".join(writing.write(stranger)) == out
            assert filling.fill(stranger, entries, is_whole=True).known == len(made)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_table_is_safe_in_a_spreadsheet(page, user):
    trackings.track(user, JobFactory(title='=HYPERLINK("https://evil.example")').pk)

    answer = page.get("/track/export.csv")

    body = b"".join(answer).decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert next(csv.DictReader(io.StringIO(body)))["Job title"] == '\'=HYPERLINK("https://evil.example")'


# --- The pages --------------------------------------------------------------------------------------


def chosen(page, sheet: str) -> dict[str, str]:
    """Choose the file; gives what the form about its columns then holds."""
    cache.clear()
    page.post("/track/import", {"file": SimpleUploadedFile("jobs.csv", sheet.encode())})
    form = page.get("/track/import/columns").context["form"]
    return {"digest": form["digest"].value()} | {
        name: form[name].value() or "" for name in form.fields if name.startswith("column_")
    }


TWICE = ",".join(columns.OURS.values()) + "\n" + 2 * (",".join(["Perkoz", "Cook"] + 12 * [""] + ["key"]) + "\n")
TWO = "Company,Title,Applied\nPerkoz,Cook,2026-03-01\n,Nobody,2026-03-01\n"


@pytest.mark.django_db
class TestPages:
    def test_preview_changes_nothing(self, page):
        answer = page.post("/track/import/preview", chosen(page, TWO))

        assert (answer.status_code, JobTracking.objects.count()) == (200, 0)
        assert "1 new, 0 tracked already, 1 mistake." in answer.text
        assert "Line 3: There is no company." in answer.text

    def test_good_rows_are_imported_and_bad_ones_told(self, page, user):
        answer = page.post("/track/import/confirm", chosen(page, TWO))

        tracking = JobTracking.objects.get()
        assert "1 new, 0 tracked already, 1 mistake." in answer.text
        assert (tracking.stage, tracking.job.owner, tracking.job.title) == ("applied", user, "Cook")
        assert tracking.tracked_at == datetime(2026, 3, 1, tzinfo=UTC)
        assert TrackingEvent.objects.get().event_date == date(2026, 3, 1)

    def test_one_mistake_stops_all_when_asked_to(self, page):
        answer = page.post("/track/import/confirm", chosen(page, TWO) | {"is_whole": "on"})

        assert (answer.status_code, JobTracking.objects.count(), Job.objects.count()) == (422, 0, 0)

    def test_second_import_changes_nothing(self, page):
        twice = "Company,Title\nPerkoz,Cook\nPerkoz,Cook\n"
        page.post("/track/import/confirm", chosen(page, twice))
        before = list(JobTracking.objects.values())

        answer = page.post("/track/import/confirm", chosen(page, twice))

        assert "0 new, 2 tracked already, 0 mistakes." in answer.text
        assert (len(before), list(JobTracking.objects.values())) == (2, before)

    def test_preview_promises_what_the_import_does(self, page):
        sheet = "Company,Title,Applied\nPerkoz,Cook,\nperkoz,COOK,\nPerkoz,Baker,\n,,2026-03-01\n"
        page.post("/track/import/confirm", chosen(page, "Company,Title\nPerkoz,Baker\n"))

        answer = page.post("/track/import/preview", chosen(page, sheet))
        imported = page.post("/track/import/confirm", chosen(page, sheet))

        assert "2 new, 1 tracked already, 1 mistake." in answer.text
        assert "2 new, 1 tracked already, 1 mistake." in imported.text
        assert "Line 3 is the same job as line 2: COOK, perkoz" in answer.text
        assert [(row.is_known, row.same_as) for row in answer.context["preview"]["foreseen"]] == [
            (False, None),
            (False, 2),
            (True, None),
        ]

    @pytest.mark.parametrize("what", ["preview", "confirm"])
    def test_rows_that_are_refused_are_given_back_whole(self, page, what):
        answer = page.post(f"/track/import/{what}", chosen(page, TWO))

        assert answer.context["refused"] if what == "confirm" else answer.context["preview"]["refused"]
        assert re.search(r"readonly>\nCompany,Title[^<]*\n,", answer.text.replace("\r", ""))

    def test_preview_of_an_export_names_what_is_tracked(self, page):
        page.post("/track/import/confirm", chosen(page, TWICE))

        answer = page.post("/track/import/preview", chosen(page, TWICE))

        assert "0 new, 2 tracked already, 0 mistakes." in answer.text

    def test_posting_that_is_named_twice_is_tracked_once(self, page):
        answer = page.post("/track/import/confirm", chosen(page, TWICE))

        assert "1 new, 1 tracked already, 0 mistakes." in answer.text
        assert (Job.objects.count(), JobTracking.objects.count()) == (1, 1)

    def test_date_that_can_be_read_in_two_ways_is_asked_for(self, page):
        fields = chosen(page, "Company,Title,Applied\nPerkoz,Cook,3/4/2026\n")

        asked = page.post("/track/import/confirm", fields)
        page.post("/track/import/confirm", fields | {"order": "month"})

        assert asked.status_code == 422
        assert re.search(r'role="alert"><svg[^<]*<use[^<]*</svg><p>Some dates can be read in two ways', asked.text)
        assert '<a class="link" href="#id_order_0">' in asked.text
        assert 'id="id_order_0" value="day" autofocus>' in asked.text
        assert TrackingEvent.objects.get().event_date == date(2026, 3, 4)

    @pytest.mark.parametrize(
        "change",
        [{"column_0": "title"}, {"column_1": ""}, {"column_0": "nonsense"}, {"column_1": "company"}, {"order": "x"}],
    )
    def test_columns_that_make_no_sense_are_refused(self, page, change):
        answer = page.post("/track/import/confirm", chosen(page, TWO) | change)

        assert (answer.status_code, JobTracking.objects.count()) == (422, 0)

    def test_another_file_in_the_meantime_is_noticed(self, page):
        fields = chosen(page, TWO)
        chosen(page, "Company,Title\nOther,Cook\n")

        answer = page.post("/track/import/confirm", fields)

        assert (answer.status_code, answer["Location"], JobTracking.objects.count()) == (302, "/track/import", 0)

    def test_file_that_is_no_table_is_refused(self, page):
        answer = page.post("/track/import", {"file": SimpleUploadedFile("a.xlsx", b"PK\3\4")})

        assert answer.status_code == 422
        assert "Save the table as CSV" in answer.text

    def test_headings_and_cells_are_shown_as_text(self, page):
        answer = page.post("/track/import/preview", chosen(page, "Company,Title,<script>\n<b>x,<i>y,<u>z\n"))

        assert not any(tag in answer.text for tag in ("<script>", "<b>x", "<i>y", "<u>z"))
