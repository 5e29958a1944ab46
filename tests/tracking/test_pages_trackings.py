"""Changes to a tracked job as a whole, as the server tells them: archived, untracked, its notes, its posting."""

import re
from http import HTTPStatus

import pytest
from django.utils import timezone

from search.models import Job
from tests.factories import JobTrackingFactory
from tracking.domain import trackings
from tracking.models import JobTracking
from tracking.posting_page import TextChange
from tracking.stages import EventType, Refusal

from .test_pages import add, htmx, listed, open_card, said, text


def test_address_that_is_none_is_no_error_of_ours(page, tracking):
    sent = htmx("list") | {"HX-Current-URL": "http://["}

    assert page.post(f"/track/{tracking.pk}/archive", headers=sent).status_code == HTTPStatus.OK


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


# --- Notes without scripts --------------------------------------------------------------------------


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
