"""The schema's history with rows in place: phase 4A to 4C, back, and forth again."""

import json
from collections import defaultdict
from datetime import date
from typing import NamedTuple

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.admins import join_support
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory, UserFactory
from tracking.stages import Stage, faults

PHASE_4A = "0001_phase_4a"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_phase_4a(transactional_db):
    """The tracking tables as phase 4A had them, empty. Afterwards they are those of today again."""
    migrate(PHASE_4A)
    yield
    sql("TRUNCATE job_tracking CASCADE")
    migrate(newest())


def newest() -> str:
    return max(name for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes() if app == "tracking")


def migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("tracking", name)])


def sql(statement: str, *parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []


class Happened(NamedTuple):
    event_type: str
    event_date: date
    id: int


def tracked(stage: str, *events: tuple[str, str, str], notes: str = "", on: str = "2026-03-05") -> int:
    """The id of a phase 4A tracking; its events are (type, date, note)."""
    job = JobFactory()
    [(pk,)] = sql(
        "INSERT INTO job_tracking (user_id, job_id, stage, notes, tracked_at) VALUES (%s, %s, %s, %s, %s) RETURNING id",
        *(UserFactory().pk, job.pk, stage, notes, f"{on} 12:00+00"),
    )
    for event_type, event_date, note in events:
        sql(
            "INSERT INTO tracking_events (tracking_id, event_type, event_date, note) VALUES (%s, %s, %s, %s)",
            *(pk, event_type, event_date, note),
        )
    return pk


def stage_and_events(pk: int) -> tuple[str, list[tuple[str, str, dict]]]:
    [(stage,)] = sql("SELECT stage::text FROM job_tracking WHERE id = %s", pk)
    events = sql(
        "SELECT event_type::text, event_date::text, note::text FROM tracking_events WHERE tracking_id = %s ORDER BY id",
        pk,
    )
    return stage, [(event_type, event_date, json.loads(note)) for event_type, event_date, note in events]


UPGRADE = {"note": "Added by the upgrade: the application already stood here.", "added_by_upgrade": True}
UPGRADE_OFFER = {"note": "Added by the upgrade: the answer to it was already there.", "added_by_upgrade": True}


# (stage, events) before, (stage, events) afterwards
AGREEMENTS = [
    ("interested", [], "interested", []),
    (  # the names of phase 4A; a name that the note's type has is kept there
        "interviewing",
        [
            ("phone_screen", "2026-03-01", "Ines"),
            ("technical", "2026-03-02", ""),
            ("onsite", "2026-03-03", "bring a pen"),
        ],
        "interview",
        [
            ("screening", "2026-03-01", {"type": "phone", "note": "Ines"}),
            ("interview", "2026-03-02", {"type": "technical"}),
            ("interview", "2026-03-03", {"type": "onsite", "note": "bring a pen"}),
        ],
    ),
    (  # and one that it has not, in the text; so is an unknown one, which counts for the stage
        "offer",
        [
            ("hiring_manager", "2026-03-01", "Tomasz"),
            ("coffee chat", "2026-03-02", ""),
            ("Offer", "2026-03-03", ""),
        ],
        "offer",
        [
            ("interview", "2026-03-01", {"note": "hiring_manager\nTomasz"}),
            ("offer", "2026-03-02", {"note": "coffee chat"}),
            ("offer", "2026-03-03", {}),
        ],
    ),
    (  # nothing was said to have happened, but something had
        "interested",
        [("coffee chat", "2026-03-02", "nice")],
        "applied",
        [("applied", "2026-03-02", {"note": "coffee chat\nnice"})],
    ),
    ("applied", [], "applied", [("applied", "2026-03-05", UPGRADE)]),
    (  # never before the last event
        "interviewing",
        [("applied", "2026-04-01", "")],
        "interview",
        [("applied", "2026-04-01", {}), ("interview", "2026-04-01", UPGRADE)],
    ),
    (
        "screening",  # moved back by hand: the stage is what the person said last
        [("offer", "2026-03-01", "")],
        "screening",
        [("offer", "2026-03-01", {}), ("screening", "2026-03-05", UPGRADE)],
    ),
    (
        "accepted",
        [("applied", "2026-03-01", "")],
        "accepted",
        [
            ("applied", "2026-03-01", {}),
            ("offer", "2026-03-05", UPGRADE_OFFER),
            ("accepted", "2026-03-05", UPGRADE),
        ],
    ),
    (
        "accepted",
        [("accepted", "2026-03-07", "signed")],
        "accepted",
        [("accepted", "2026-03-07", {"note": "signed"}), ("offer", "2026-03-07", UPGRADE_OFFER)],
    ),
    (  # one rejection stays, the newest; the others are told in its note
        "rejected",
        [
            ("rejected", "2026-03-02", "by mail"),
            ("rejected", "2026-03-04", "by phone"),
            ("rejected", "2026-03-01", ""),
        ],
        "rejected",
        [
            (
                "rejected",
                "2026-03-04",
                {"note": "by phone\nRejected on 2026-03-01\nRejected on 2026-03-02: by mail"},
            )
        ],
    ),
    (  # both answers: the one that the stage names stays
        "accepted",
        [("offer", "2026-03-01", ""), ("accepted", "2026-03-02", ""), ("declined", "2026-03-03", "too far")],
        "accepted",
        [
            ("offer", "2026-03-01", {}),
            ("accepted", "2026-03-02", {"note": "Declined on 2026-03-03: too far"}),
        ],
    ),
    (  # a rejection closes harder than any stage
        "offer",
        [("rejected", "2026-03-02", "sorry")],
        "rejected",
        [("rejected", "2026-03-02", {"note": "sorry\nUpgrade: the stage said offer, this event decides."})],
    ),
    (  # what phase 4A had no stage for
        "interviewing",
        [("reference", "2026-03-02", "")],
        "reference",
        [("reference", "2026-03-02", {})],
    ),
    (
        "rejected",
        [("offer", "2026-03-01", ""), ("declined", "2026-03-02", "")],
        "declined",
        [("offer", "2026-03-01", {}), ("declined", "2026-03-02", {})],
    ),
    (
        "applied",
        [("applied", "0026-03-02", "typo")],
        "applied",
        [("applied", "1970-01-01", {"note": "Dated 0026-03-02\ntypo"})],
    ),
]


def test_forward_makes_stage_and_events_agree(at_phase_4a):
    pks = [tracked(stage, *events) for stage, events, _, _ in AGREEMENTS]

    migrate(newest())

    assert [stage_and_events(pk) for pk in pks] == [(stage, events) for _, _, stage, events in AGREEMENTS]


OLD_TEXTS = [
    ("", {}),
    ("Ask about on-call", {"general_note": "Ask about on-call"}),
    ("  \n", {"general_note": "  \n"}),
    ("{not json", {"general_note": "{not json"}),
    ('{"a": "\\u0000"}', {"general_note": '{"a": "\\u0000"}'}),
    ('["a"]', {"general_note": '["a"]'}),
    ("12", {"general_note": "12"}),
    ('{"a":' * 100_000 + "1" + "}" * 100_000, {"general_note": '{"a":' * 100_000 + "1" + "}" * 100_000}),
    ('{"salary": "80k", "team": {"size": 9}}', {"salary": "80k", "team": {"size": 9}}),
]


def test_forward_keeps_old_text(at_phase_4a):
    for text, _ in OLD_TEXTS:
        tracked("interested", notes=text)

    migrate(newest())

    notes = sql("SELECT notes::text FROM job_tracking ORDER BY id")
    assert [json.loads(note) for (note,) in notes] == [note for _, note in OLD_TEXTS]


def test_forward_keeps_the_posting_as_it_reads_now(at_phase_4a):
    pk = tracked("interested")
    sql(
        "UPDATE jobs SET title = 'Data engineer', url = '', locations = '{Porto,Remote}', salary_min = 80000.00,"
        " salary_max = 90000.50, salary_currency = 'EUR', salary_period = 'year', description_text = 'Nine people.'"
    )
    sql("UPDATE companies SET name = 'Fernwood'")

    migrate(newest())

    [(posting,)] = sql("SELECT posting::text FROM job_tracking WHERE id = %s", pk)
    assert json.loads(posting) == {
        "title": "Data engineer",
        "company": "Fernwood",
        "url": None,
        "location": "Porto",
        "salary": {"min": 80000, "max": 90000.5, "currency": "EUR", "period": "year", "text": None},
        "description": "Nine people.",
    }


def test_backward_says_as_much_as_phase_4a_can(at_phase_4a):
    pks = {stage: tracked("interested") for stage in Stage.values}
    migrate(newest())
    for stage, pk in pks.items():
        sql("UPDATE job_tracking SET stage = %s::tracking_stage, notes = %s WHERE id = %s", stage, '{"a": 1}', pk)

    migrate(PHASE_4A)

    rows = {pk: (stage, notes) for pk, stage, notes in sql("SELECT id, stage::text, notes FROM job_tracking")}
    assert {stage: rows[pk] for stage, pk in pks.items()} == {
        "interested": ("interested", '{"a": 1}'),
        "applied": ("applied", '{"a": 1}'),
        "screening": ("screening", '{"a": 1}'),
        "interview": ("interviewing", '{"a": 1}'),
        "reference": ("interviewing", '{"a": 1}'),
        "offer": ("offer", '{"a": 1}'),
        "accepted": ("accepted", '{"a": 1}'),
        "declined": ("rejected", '{"a": 1}'),
        "rejected": ("rejected", '{"a": 1}'),
    }


def test_blank_places_become_none(transactional_db):
    tracking = JobTrackingFactory()
    migrate("0008_support_sees_runs")
    for location in ("", None, "Third floor"):
        sql(
            "INSERT INTO tracking_events (tracking_id, event_type, event_date, location) VALUES (%s, %s, %s, %s)",
            *(tracking.pk, "applied", "2026-03-01", location),
        )

    migrate(newest())

    assert sql("SELECT location FROM tracking_events ORDER BY id") == [(None,), (None,), ("Third floor",)]


def test_support_that_goes_back_a_version_changes_no_accounts(transactional_db):
    """There, whoever may change an account sets its password."""
    more = {"change_user", "view_emailaddress", "view_authenticator", "delete_authenticator"}
    join_support(UserFactory())  # a test that empties the tables may have removed the group
    after = permissions_of_support()

    migrate("0010_updated_at_follows")
    before = permissions_of_support()
    migrate(newest())

    assert (after - before, permissions_of_support()) == (more, after)


def permissions_of_support() -> set[str]:
    return set(Permission.objects.filter(group__name="Support").values_list("codename", flat=True))


def ten_thousand() -> None:
    """Trackings of every stage of phase 4A with up to six events of every old name, known or not, in any order."""
    board = JobBoardFactory(company=CompanyFactory())
    UserFactory.create_batch(10)
    sql(
        """
        INSERT INTO jobs (company_id, board_id, source, external_id, requisition_id, title, department, team, seniority,
          locations, language, salary_currency, salary_text, url, apply_url, description_html, description_text,
          is_open, missed_runs, content_hash)
        SELECT %s, %s, 'ashby', 'n' || n, '', 'Position ' || n, '', '', '',
          '{}', '', '', '', '', '', '', '', true, 0, ''
        FROM generate_series(1, 1000) n
        """,
        *(board.company_id, board.pk),
    )
    sql(
        """
        INSERT INTO job_tracking (user_id, job_id, stage, notes, tracked_at)
        SELECT users.id, jobs.id,
          (enum_range(NULL::tracking_stage))[1 + (jobs.id * 7 + users.id) % 7],
          CASE jobs.id % 3 WHEN 0 THEN '' WHEN 1 THEN 'tracking ' || jobs.id ELSE '{odd ' || jobs.id END,
          '2026-03-01 12:00+00'::timestamptz + interval '1 day' * (jobs.id % 60)
        FROM users CROSS JOIN jobs
        """
    )
    sql(
        """
        INSERT INTO tracking_events (tracking_id, event_type, event_date, event_time, location, note)
        SELECT tracking.id,
          (ARRAY['applied', 'phone_screen', 'technical', 'onsite', 'hiring_manager', 'offer', 'rejected', 'accepted',
            'declined', 'coffee', 'Phone Screen', 'reference'])[1 + (tracking.id * 5 + n * n * 3 + n) % 12],
          '2026-02-15'::date + ((tracking.id * 11 + n * 17) % 90)::int,
          CASE n % 2 WHEN 0 THEN '10:30'::time END,
          CASE n % 3 WHEN 0 THEN 'Room ' || n END,
          CASE n % 4 WHEN 0 THEN '' ELSE 'event ' || tracking.id || '/' || n || '.' END
        FROM job_tracking tracking CROSS JOIN generate_series(1, 6) n
        WHERE n <= tracking.id % 7
        """
    )


def everything() -> list[tuple]:
    return sql(
        """
        SELECT tracking.id, tracking.user_id, tracking.job_id, stage::text, is_archived, notes::text, tracked_at,
          updated_at, jsonb_agg(jsonb_build_array(event.id, event.event_type, event.event_date, event.event_time,
            event.location, event.note, event.created_at) ORDER BY event.id)::text
        FROM job_tracking tracking LEFT JOIN tracking_events event ON event.tracking_id = tracking.id
        GROUP BY tracking.id ORDER BY tracking.id
        """
    )


def test_there_and_back_and_there_again_at_ten_thousand_rows(at_phase_4a):
    ten_thousand()
    before = dict(sql("SELECT id, notes FROM job_tracking"))
    texts = sql("SELECT tracking_id, note, event_type FROM tracking_events")

    migrate(newest())

    assert len(before) == 10_000
    assert len(texts) > 25_000
    assert_nothing_is_lost_and_no_rule_broken(before, texts)
    first_time = everything()

    migrate(PHASE_4A)

    assert sql("SELECT count(*) FROM job_tracking") == [(10_000,)]
    migrate(newest())
    assert everything() == first_time
    call_command("makemigrations", "--check", "--dry-run", "tracking", verbosity=0)


def assert_nothing_is_lost_and_no_rule_broken(before, texts) -> None:
    stages = dict(sql("SELECT id, stage::text FROM job_tracking"))
    notes = {pk: json.loads(text) for pk, text in sql("SELECT id, notes::text FROM job_tracking")}
    assert notes == {pk: {"general_note": text} if text else {} for pk, text in before.items()}
    events = defaultdict(list)
    told = defaultdict(str)
    for pk, event_type, event_date, event_id, note in sql(
        "SELECT tracking_id, event_type::text, event_date, id, note::text FROM tracking_events"
    ):
        events[pk].append(Happened(event_type, event_date, event_id))
        told[pk] += note
    assert {pk: found for pk in stages if (found := faults(stages[pk], events[pk]))} == {}
    assert [text for pk, text, _ in texts if text not in told[pk]] == []
    assert [pk for pk, _, name in texts if name in ("coffee", "hiring_manager") and name not in told[pk]] == []
