"""The forms of events as the server tells them, plain and for htmx, and the other changes to a card."""

import re
from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from search.models import Job
from tests.factories import JobTrackingFactory
from tracking.domain import trackings
from tracking.models import JobTracking, TrackingEvent
from tracking.notes import EVENT_NOTES, form_fields
from tracking.posting_page import TextChange
from tracking.stages import EventType, Refusal

from .test_pages import DAY, HTMX, add, listed, open_card, text


def form_url(tracking: JobTracking, event_type: str) -> str:
    return f"/track/{tracking.pk}/events/add?type={event_type}"


def htmx(target: str) -> dict[str, str]:
    return {**HTMX, "HX-Target": target, "HX-Current-URL": "http://testserver/track"}


def test_address_that_is_none_is_no_error_of_ours(page, tracking):
    sent = htmx("list") | {"HX-Current-URL": "http://["}

    assert page.post(f"/track/{tracking.pk}/archive", headers=sent).status_code == HTTPStatus.OK


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


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


# --- The job as a whole ---------------------------------------------------------------------------


def test_archive_and_back(page, tracking):
    archived = page.post(f"/track/{tracking.pk}/archive", headers=htmx("list"))
    back = page.post(f"/track/{tracking.pk}/unarchive", headers=htmx("list"))

    assert listed(archived) == {"Archived": ["Staff Engineer"]}
    assert listed(back) == {"Fernwood Robotics": ["Staff Engineer"]}


def test_untrack_takes_the_card_away(page, tracking):
    answer = page.post(f"/track/{tracking.pk}/untrack", headers=htmx("list"))

    assert listed(answer) == {}
    assert said(answer) == ["No longer tracking Staff Engineer"]


def test_untrack_is_refused_once_an_application_is_under_way(page, tracking):
    add(tracking, EventType.APPLIED)

    answer = page.post(f"/track/{tracking.pk}/untrack")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "archive it instead of untracking it" in text(answer)


@pytest.mark.parametrize("is_archived", [False, True])
def test_untracking_can_be_undone(page, tracking, is_archived):
    trackings.change(JobTracking.objects.all(), tracking.pk, is_archived=is_archived)
    untracked = page.post(f"/track/{tracking.pk}/untrack", headers=htmx("list"))

    answer = page.post(untracked.context["undo"], headers=htmx("list"))

    section = "Archived" if is_archived else "Fernwood Robotics"
    assert listed(answer) == {section: ["Staff Engineer"]}
    assert said(answer) == ["Tracked again"]


@pytest.mark.parametrize("headers", [{}, htmx("list")], ids=["plain", "htmx"])
def test_untrack_asks_when_notes_would_be_lost(page, user, tracking, headers):
    trackings.change(JobTracking.objects.for_user(user), tracking.pk, notes={"general_note": "Ask about on-call."})

    asking = page.post(f"/track/{tracking.pk}/untrack", {"next": "https://evil.example/"}, headers=headers)
    assert asking.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Your notes and resume for this job are deleted with it." in text(asking)
    assert "evil" not in text(asking)
    assert JobTracking.objects.count() == 1
    agreed = page.post(f"/track/{tracking.pk}/untrack", {"agreed": "on"}, headers=headers)

    assert not JobTracking.objects.exists()
    assert "track/jobs" not in text(agreed)  # there is no way back


def test_notes_are_kept_without_scripts(page, tracking):
    sent = {"salary": " €88,000 ", "general_note": "", "resume_filename": "forged.pdf", "mood": "good"}

    answer = page.post(f"/track/{tracking.pk}/notes", sent)

    tracking.refresh_from_db()
    assert (answer.status_code, tracking.notes) == (302, {"salary": "€88,000"})


def test_notes_are_locked_once_rejected(page, tracking):
    add(tracking, EventType.REJECTED)

    answer = page.post(f"/track/{tracking.pk}/notes", {"salary": "€1"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This application was rejected." in text(answer)


def test_posting_tells_what_has_changed_since(page, user):
    job = JobTrackingFactory().job
    Job.objects.filter(pk=job.pk).update(
        description_text="Build robots.\nShip them.\nIn Bern.\nSoon.",
        salary_min=88000,
        salary_currency="EUR",
        salary_period="year",
    )
    tracking = trackings.track(user, job.pk)
    Job.objects.filter(pk=job.pk).update(
        title="Principal Engineer",
        description_text="Build robots.\nSell them.\nSmile.\nIn Bern.",
        salary_min=None,
        is_open=False,
        closed_at=timezone.now(),
    )

    answer = page.get(f"/track/{tracking.pk}/posting")

    kept = answer.context["kept"]
    assert [(change.label, change.before, change.after) for change in kept.changes] == [
        ("Title", job.title, "Principal Engineer"),
        ("Salary", "from €88,000 a year", ""),
    ]
    assert kept.text_changes == [TextChange(["Ship them."], ["Sell them.", "Smile."]), TextChange(["Soon."], [])]
    assert "The text: 2 lines gone, 2 new" in text(answer)
    assert "The posting is closed since" in text(answer)


@pytest.mark.parametrize("stored", [{}, {"title": 7, "salary": "much", "description": None}, {"salary": {"min": True}}])
def test_posting_shows_whatever_is_stored(page, tracking, stored):
    JobTracking.objects.update(posting=stored)

    assert page.get(f"/track/{tracking.pk}/posting").status_code == HTTPStatus.OK


def test_resume_that_is_not_there_is_told(page, tracking):
    answer = page.get(f"/track/{tracking.pk}/resume")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "There is no resume for this job." in text(answer)


def test_address_of_a_job_leads_to_its_card(page, tracking):
    tracked = page.get(f"/track/jobs/{tracking.job_id}")
    other = page.get(f"/track/jobs/{tracking.job_id + 1}")

    assert (tracked.status_code, tracked["Location"]) == (302, f"/track?open={tracking.pk}#card-{tracking.pk}")
    assert other.status_code == HTTPStatus.NOT_FOUND


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


# --- Another tab, and notes without scripts -------------------------------------------------------


def notes_of(tracking: JobTracking) -> dict:
    tracking.refresh_from_db()
    return tracking.notes


def shown_fields(answer) -> dict[str, str]:
    """What the form of the notes would send as it stands."""
    form = answer.context["page"].detail.notes_form if "page" in answer.context else answer.context["form"]
    hidden = re.findall(r'<input type="hidden" name="(initial-\w+)"(?: value="([^"]*)")?', answer.content.decode())
    return {name: form[name].value() or "" for name in form.fields} | dict(hidden)


def test_notes_without_scripts_leave_alone_what_was_not_changed_in_them(page, user, tracking):
    mine = JobTracking.objects.for_user(user)
    trackings.change(mine, tracking.pk, notes={"general_note": "As it was.", "salary": "€80,000"})
    sent = shown_fields(open_card(page, tracking)) | {"salary": "€88,000"}
    trackings.change(mine, tracking.pk, notes={"general_note": "Theirs.\nTwo lines."})

    answer = page.post(f"/track/{tracking.pk}/notes", sent)

    assert answer.status_code == HTTPStatus.FOUND
    assert notes_of(tracking) == {"general_note": "Theirs.\nTwo lines.", "salary": "€88,000"}


def test_notes_without_scripts_tell_what_another_tab_has_written(page, user, tracking):
    mine = JobTracking.objects.for_user(user)
    sent = shown_fields(open_card(page, tracking)) | {"general_note": "Mine.", "salary": "€88,000"}
    trackings.change(mine, tracking.pk, notes={"general_note": "Theirs."})

    told = page.post(f"/track/{tracking.pk}/notes", sent)

    assert told.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert notes_of(tracking) == {"general_note": "Theirs."}
    assert told.context["form"].errors == {
        "general_note": ["Another tab has changed this meanwhile, to: “Theirs.” Save again to replace that."]
    }
    assert shown_fields(told) == sent | {"initial-general_note": "Theirs."}
    again = page.post(f"/track/{tracking.pk}/notes", shown_fields(told))
    assert again.status_code == HTTPStatus.FOUND
    assert notes_of(tracking) == {"general_note": "Mine.", "salary": "€88,000"}


def test_notes_sent_twice_are_no_change_of_another_tab(page, tracking):
    sent = shown_fields(open_card(page, tracking)) | {"general_note": "One.\r\nTwo."}

    answers = [page.post(f"/track/{tracking.pk}/notes", sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [HTTPStatus.FOUND] * 2
    assert notes_of(tracking) == {"general_note": "One.\r\nTwo."}


def test_notes_that_a_rejection_has_overtaken_come_back_with_their_text(page, tracking):
    sent = shown_fields(open_card(page, tracking)) | {"general_note": "Not to be lost."}
    add(tracking, EventType.REJECTED)

    answer = page.post(f"/track/{tracking.pk}/notes", sent)

    form = answer.context["form"]
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert form.non_field_errors() == [Refusal.REJECTED_LOCKED.label]
    assert form["general_note"].value() == "Not to be lost."


@pytest.mark.parametrize(
    ("text_sent", "told"),
    [
        ("\0", {"general_note": ["Null characters are not allowed."]}),
        ("x" * 17_000, {"__all__": ["A note holds at most 16 KiB."]}),
    ],
)
def test_notes_that_cannot_be_kept_come_back_with_the_reason(page, tracking, text_sent, told):
    answer = page.post(f"/track/{tracking.pk}/notes", {"general_note": text_sent})

    assert (answer.status_code, answer.context["form"].errors) == (HTTPStatus.UNPROCESSABLE_ENTITY, told)
    assert notes_of(tracking) == {}
