"""The forms of events as the server tells them, plain and for htmx, and the other changes to a card."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from tracking.models import JobTracking, TrackingEvent
from tracking.notes import EVENT_NOTES, form_fields
from tracking.stages import EventType, Refusal

from .test_pages import DAY, HTMX, add, htmx, listed, said, text


def form_url(tracking: JobTracking, event_type: str) -> str:
    return f"/track/{tracking.pk}/events/add?type={event_type}"


# --- Adding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("event_type", EventType.values)
def test_form_asks_for_each_declared_field(page, tracking, event_type):
    if event_type in ("accepted", "declined"):
        add(tracking, EventType.OFFER)

    form = page.get(form_url(tracking, event_type)).context["form"]

    asked = [name.removeprefix("note_") for name in form.fields if name.startswith("note_")]
    assert asked == [field.name for field in form_fields(EVENT_NOTES[event_type])]


def test_form_begins_with_the_persons_own_day(page, user, tracking):
    user.time_zone = "Pacific/Kiritimati"  # fourteen hours ahead of UTC: nowhere is it later
    user.save()

    form = page.get(form_url(tracking, "applied")).context["form"]

    assert form["event_date"].value() == timezone.localdate(timezone=user.zone)


def test_form_begins_with_the_next_round(page, tracking):
    add(tracking, EventType.INTERVIEW)

    form = page.get(form_url(tracking, "interview")).context["form"]

    assert form["note_round"].value() == "2nd"


def test_added_event_is_stored_and_leads_back_to_the_card(page, tracking):
    sent = {
        "event_date": "2026-06-02",
        "event_time": "10:30",
        "location": " Torstraße 140 ",
        "note_round": "2nd",
        "note_type": "onsite",
        "note_interviewers": "Lena Ott",
        "note_note": "",
    }

    answer = page.post(form_url(tracking, "interview"), sent)

    event = TrackingEvent.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/track?open={tracking.pk}&event={event.pk}#card-{tracking.pk}",
    )
    assert (event.event_type, str(event.event_date), str(event.event_time), event.location) == (
        "interview",
        "2026-06-02",
        "10:30:00",
        "Torstraße 140",
    )
    assert event.note == {"round": "2nd", "type": "onsite", "interviewers": "Lena Ott"}
    tracking.refresh_from_db()
    assert tracking.stage == "interview"


def test_added_event_is_answered_with_the_card(page, tracking):
    sent = {"event_date": "2026-06-02", "note_type": "online"}

    answer = page.post(form_url(tracking, "applied"), sent, headers=htmx(f"card-{tracking.pk}"))

    assert answer.status_code == HTTPStatus.OK
    assert text(answer).startswith(f'<details class="tcard" id="card-{tracking.pk}" open>')
    assert "<html" not in text(answer)
    assert said(answer) == ["Applied added"]


def test_added_event_costs_few_statements(page, tracking, django_assert_num_queries):
    sent = {"event_date": "2026-06-02", "note_round": "1st", "note_type": "technical"}

    # session, user; savepoint, tracking, events, change, release; tracking, events, active, next
    with django_assert_num_queries(11):
        answer = page.post(form_url(tracking, "interview"), sent, headers=htmx(f"card-{tracking.pk}"))

    assert said(answer) == ["Interview added"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event_date", ""),
        ("event_date", "soon"),
        ("event_date", "1969-12-31"),
        ("event_date", "2101-01-01"),
        ("event_time", "25:00"),
        ("location", "x" * 2001),
        ("location", "\0"),
        ("note_round", "17th"),
        ("note_interviewers", "\0"),
        ("note_note", "\0"),
    ],
)
def test_error_stands_beside_its_field(page, tracking, field, value):
    sent = {"event_date": "2026-06-02", "note_round": "1st", "note_type": "technical"} | {field: value}

    answer = page.post(form_url(tracking, "interview"), sent)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(answer.context["form"].errors) == [field]
    assert not TrackingEvent.objects.exists()


def test_note_that_is_too_large_is_told(page, tracking):
    sent = {"event_date": "2026-06-02", "note_type": "online", "note_note": "x" * 17_000}

    answer = page.post(form_url(tracking, "applied"), sent)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.context["form"].non_field_errors() == ["A note holds at most 16 KiB."]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_refusal_is_a_sentence(page, tracking, headers):
    asked = page.get(form_url(tracking, "accepted"), headers=headers)
    sent = page.post(form_url(tracking, "accepted"), {"event_date": "2026-06-02"}, headers=headers)

    assert [asked.status_code, sent.status_code] == [HTTPStatus.UNPROCESSABLE_ENTITY] * 2
    assert "There is no offer to answer yet." in text(asked)
    assert "There is no offer to answer yet." in text(sent)


def test_rejected_card_takes_no_event(page, tracking):
    add(tracking, EventType.REJECTED)

    answer = page.get(form_url(tracking, "applied"))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This application was rejected." in text(answer)


@pytest.mark.parametrize("event_type", ["", "interested", "holiday"])
def test_unknown_type_is_not_found(page, tracking, event_type):
    assert page.get(form_url(tracking, event_type)).status_code == HTTPStatus.NOT_FOUND


def test_form_goes_on_with_the_page_it_was_opened_from(page, tracking):
    url = form_url(tracking, "applied") + "&next=/track/board"
    sent = {"event_date": "2026-06-02", "note_type": "online"}

    plain = page.post(url, sent)
    scripted = page.post(url, sent, headers=htmx("dialog"))

    assert (plain.status_code, plain["Location"]) == (302, "/track/board")
    assert (scripted.status_code, scripted.content) == (200, b"")


def test_form_leads_to_no_foreign_page(page, tracking):
    url = form_url(tracking, "applied") + "&next=//evil.example/"

    answer = page.post(url, {"event_date": "2026-06-02", "note_type": "online"})

    assert answer["Location"].startswith("/track?open=")


def test_event_that_a_later_one_outdoes_is_told(page, tracking):
    interview = add(tracking, EventType.INTERVIEW, DAY + timedelta(days=9))
    offer = add(tracking, EventType.OFFER, DAY)

    answer = page.get(f"/track?open={tracking.pk}&event={offer.pk}")

    assert answer.context["page"].detail.standing.event == interview
    assert "Offer is kept. The stage stays Interview, because another event is later: 1st round, 11 Jun." in text(
        answer
    )


def test_stage_filled_in_afterwards_is_no_news(page, tracking):
    add(tracking, EventType.INTERVIEW, DAY + timedelta(days=9))
    applied = add(tracking, EventType.APPLIED, DAY)

    answer = page.get(f"/track?open={tracking.pk}&event={applied.pk}")

    assert answer.context["page"].detail.standing is None


# --- Editing and deleting -------------------------------------------------------------------------


def test_edit_begins_with_what_is_known_and_keeps_the_rest(page, tracking):
    event = add(tracking, EventType.OFFER, note={"amount": "€96,000", "intention": "pending", "mood": "good"})
    url = f"/track/{tracking.pk}/events/{event.pk}"

    form = page.get(url).context["form"]
    page.post(url, {"event_date": "2026-06-03", "note_amount": "€97,000", "note_intention": "", "note_note": "Asked."})

    assert (form["event_date"].value(), form["note_amount"].value()) == (date(2026, 6, 2), "€96,000")
    event.refresh_from_db()
    assert event.event_date == date(2026, 6, 3)
    assert event.note == {"amount": "€97,000", "mood": "good", "note": "Asked."}


def test_edit_of_a_malformed_note_repairs_it(page, tracking):
    event = add(tracking, EventType.SCREENING)
    TrackingEvent.objects.filter(pk=event.pk).update(note={"type": 7, "with_person": ["?"]})

    page.post(
        f"/track/{tracking.pk}/events/{event.pk}",
        {"event_date": "2026-06-02", "note_type": "video", "note_with_person": "Ana"},
    )

    event.refresh_from_db()
    assert event.note == {"type": "video", "with_person": "Ana"}


def test_delete_rolls_the_stage_back(page, tracking):
    add(tracking, EventType.APPLIED)
    offer = add(tracking, EventType.OFFER)

    answer = page.post(f"/track/{tracking.pk}/events/{offer.pk}/delete", headers=htmx(f"card-{tracking.pk}"))

    tracking.refresh_from_db()
    assert tracking.stage == "applied"
    assert said(answer) == ["Offer event deleted"]


def test_delete_of_an_older_event_is_refused_with_a_sentence(page, tracking):
    applied = add(tracking, EventType.APPLIED)
    add(tracking, EventType.OFFER)

    answer = page.post(f"/track/{tracking.pk}/events/{applied.pk}/delete")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Only the latest event, or the one entered last, can be deleted." in text(answer)


def test_rejection_moves_the_card_and_its_undo_offers_the_text_again(page, tracking):
    sent = {"event_date": "2026-06-09", "note_reason": "no answer", "note_note": "Silence."}

    rejected = page.post(form_url(tracking, "rejected"), sent, headers=htmx("list"))
    undone = page.post(f"/track/{tracking.pk}/events/{tracking.events.get().pk}/delete", headers=htmx("list"))
    form = page.get(form_url(tracking, "rejected")).context["form"]

    assert listed(rejected) == {"Rejected": ["Staff Engineer"]}
    assert listed(undone) == {"Fernwood Robotics": ["Staff Engineer"]}
    assert said(undone) == ["No longer rejected: Interested again"]
    assert (form["note_reason"].value(), form["note_note"].value()) == ("no answer", "Silence.")


@pytest.mark.parametrize(
    "path", ["events/add?type=applied", "events/1", "events/1/delete", "archive", "notes", "posting", "resume"]
)
def test_stranger_finds_nothing(client, stranger, tracking, path):
    client.force_login(stranger)
    method = client.post if path in ("archive", "notes", "events/1/delete") else client.get

    assert method(f"/track/{tracking.pk}/{path}").status_code == HTTPStatus.NOT_FOUND


def test_numbers_beyond_any_row_are_not_found(page):
    assert page.get(f"/track/{10**30}").status_code == HTTPStatus.NOT_FOUND
    assert page.get(f"/track/{10**30}/events/add?type=applied").status_code == HTTPStatus.NOT_FOUND
    assert page.post(f"/track/1/events/{10**30}/delete").status_code == HTTPStatus.NOT_FOUND
    assert page.get(f"/track?open={10**30}").status_code == HTTPStatus.OK


# --- Another tab ----------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, htmx("list")], ids=["plain", "htmx"])
def test_form_that_a_rejection_has_overtaken_comes_back_with_its_text(page, tracking, headers):
    add(tracking, EventType.REJECTED)
    sent = {"event_date": "2026-06-02", "note_type": "online", "note_note": "Not to be lost."}

    answer = page.post(form_url(tracking, "applied"), sent, headers=headers)

    form = answer.context["form"]
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert form.non_field_errors() == [Refusal.REJECTED_LOCKED.label]
    assert form["note_note"].value() == "Not to be lost."
    assert "data-stale" in text(answer)


def test_edit_writes_only_what_was_changed_in_its_form(page, tracking):
    event = add(tracking, EventType.SCREENING, note={"note": "Theirs.\nTwo lines."})
    shown = {"initial-event_date": str(DAY), "initial-note_type": "phone", "initial-note_note": "Mine as it was."}
    sent = {"event_date": str(DAY), "note_type": "phone", "note_note": "Mine as it was.", "note_with_person": "Ana"}

    page.post(f"/track/{tracking.pk}/events/{event.pk}", shown | sent | {"initial-note_with_person": ""})

    event.refresh_from_db()
    assert event.note == {"note": "Theirs.\nTwo lines.", "with_person": "Ana"}


def test_edit_of_what_was_changed_meanwhile_is_told_once(page, tracking):
    event = add(tracking, EventType.SCREENING, note={"note": "Theirs."})
    path = f"/track/{tracking.pk}/events/{event.pk}"
    sent = {"event_date": str(DAY), "note_type": "phone", "note_note": "Mine.", "initial-note_note": "As it was."}

    told = page.post(path, sent)
    again = page.post(path, sent | {"initial-note_note": "Theirs."})

    assert told.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(told.context["form"].errors) == ["note_note"]
    assert '<input type="hidden" name="initial-note_note" value="Theirs."' in text(told)
    assert again.status_code == HTTPStatus.FOUND
    event.refresh_from_db()
    assert event.note["note"] == "Mine."


def test_ends_of_lines_are_no_change(page, tracking):
    event = add(tracking, EventType.SCREENING, note={"note": " One.\nTwo. "})
    path = f"/track/{tracking.pk}/events/{event.pk}"
    sent = {"event_date": str(DAY), "note_type": "phone", "note_note": "One.\r\nTwo.\r\nThree."}

    answer = page.post(path, sent | {"initial-note_note": " One.\r\nTwo. "})

    assert answer.status_code == HTTPStatus.FOUND


def test_field_that_is_not_sent_is_left_alone(page, tracking):
    event = add(tracking, EventType.SCREENING, note={"note": "Theirs."})
    sent = {"event_date": str(DAY), "note_type": "video", "initial-note_note": "As it was."}

    answer = page.post(f"/track/{tracking.pk}/events/{event.pk}", sent)

    event.refresh_from_db()
    assert (answer.status_code, event.note) == (HTTPStatus.FOUND, {"note": "Theirs.", "type": "video"})


def test_text_cleared_in_the_form_is_cleared(page, tracking):
    event = add(tracking, EventType.SCREENING, note={"note": "One.", "with_person": "Ana"})
    sent = {"event_date": str(DAY), "note_type": "phone", "note_note": "", "note_with_person": "Ana"}

    page.post(
        f"/track/{tracking.pk}/events/{event.pk}", sent | {f"initial-{name}": text for name, text in sent.items()}
    )
    event.refresh_from_db()
    assert event.note == {"note": "One.", "with_person": "Ana"}
    page.post(f"/track/{tracking.pk}/events/{event.pk}", sent | {"initial-note_note": "One."})

    event.refresh_from_db()
    assert event.note == {"with_person": "Ana"}
