"""Real web processes over one PostgreSQL and one object store: nothing that matters is kept in any of them."""

import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.domain import tokens
from accounts.models import User
from search.tasks import fetch_board
from tests.factories import PASSWORD, JobFactory, JobTrackingFactory
from tests.objects import PDF, get, put
from tests.served import Browser, Web, ask, environment_of_a_deployment
from tracking.models import JobTracking
from tracking.tasks import sweep_resumes

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_web_processes_and_a_worker_agree_on_everything(objects, tmp_path):
    for email in ("maya@example.org", "target@example.org"):
        User.objects.create_confirmed(email, PASSWORD)
    job = JobFactory()
    maya, thief = Browser(), Browser()
    logs = {"LOG_FORMAT": "json", "LOG_REQUESTS": "true"}

    with Web(tmp_path / "one.log", **logs) as one, Web(tmp_path / "two.log", **logs) as two:
        maya.sign_in(one, "maya@example.org", PASSWORD)
        session = maya.cookie("sessionid")
        me = maya.ask(two, "GET", "/api/me")
        tracked = maya.ask(one, "POST", "/api/tracked", {"job_id": job.pk})
        resume = f"/api/tracked/{tracked[1]['tracking_id']}/resume"
        _, upload = maya.ask(two, "GET", f"{resume}/upload-url?size={len(PDF)}")
        uploaded = put(upload["upload_url"], PDF)
        body = {"s3_key": upload["s3_key"], "filename": "Maya's life.pdf"}
        confirmed = maya.ask(one, "POST", f"{resume}/confirm", body)
        _, download = maya.ask(two, "GET", f"{resume}/url")
        # Five wrong passwords for one account are let in within five minutes, whoever is asked.
        for web in (one, one, one, two, two):
            thief.sign_in(web, "target@example.org", "a wrong password")
        refused = [thief.sign_in(web, "target@example.org", PASSWORD)[1] for web in (one, two)]
        maya.submit(two, "/accounts/logout/")
        signed_out = [maya.ask(web, "GET", "/api/me")[0] for web in (one, two)]

    fetch_board.defer(board_id=0)
    worked = work()

    assert (me[0], me[1]["email"]) == (200, "maya@example.org")
    assert tracked[0] == 201
    assert (uploaded, confirmed[0]) == (200, 200)
    assert get(download["url"])[0] == PDF
    assert ["Too many failed login attempts" in page for page in refused] == [True, True]
    assert signed_out == [401, 401]
    assert (worked.returncode, ProcrastinateJob.objects.filter(args={"board_id": 0}).exists()) == (0, False), worked
    written = (tmp_path / "one.log").read_text() + (tmp_path / "two.log").read_text()
    signatures = [urllib.parse.urlsplit(url).query for url in (upload["upload_url"], download["url"])]
    secrets = [PASSWORD, "a wrong password", "example.org", "life", session, upload["s3_key"], *signatures]
    assert [secret for secret in secrets if secret in written] == []
    assert '"route": "resume-confirm", "status": 200' in written


def work() -> subprocess.CompletedProcess:
    """Have a worker do what waits."""
    return subprocess.run(
        [sys.executable, "manage.py", "procrastinate", "--skip-checks", "worker", "--one-shot"],
        cwd=settings.BASE_DIR,
        env=environment_of_a_deployment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_worker_sweeps_the_object_store(objects):
    tracking = JobTrackingFactory()
    kept, untended = (f"resumes/{tracking.user_id}/{tracking.pk}/{rest}.pdf" for rest in ("a/b", "incoming/c"))
    JobTracking.objects.update(resume_s3_url=kept)
    for key in (kept, untended):
        objects.put_aged(key, hours=25)
    sweep_resumes.defer(timestamp=0)

    worked = work()

    assert (worked.returncode, objects.keys) == (0, [kept]), worked
    assert "1 objects that no tracked job points to are removed" in worked.stderr
    assert not ProcrastinateJob.objects.filter(task_name="tracking.tasks.sweep_resumes").exists()


def test_request_under_way_is_answered_when_the_server_stops(objects, tmp_path):
    tracking = JobTrackingFactory()
    _, token = tokens.create(tracking.user, "tests")
    answers = []

    with Web(tmp_path / "web.log") as web:
        with transaction.atomic():
            JobTracking.objects.select_for_update().get(pk=tracking.pk)
            change = threading.Thread(
                target=lambda: answers.append(
                    ask(web.port, "PATCH", f"/api/tracked/{tracking.pk}", token, {"is_archived": True})
                )
            )
            change.start()
            wait_until_somebody_waits_for_a_lock()
            web.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)  # it has heard, and waits
            is_still_there = web.process.poll() is None
        change.join(30)
        status = web.process.wait(30)

    assert is_still_there
    assert (answers[0][0], answers[0][1]["is_archived"]) == (200, True)
    assert status == 0
    tracking.refresh_from_db()
    assert tracking.is_archived


def wait_until_somebody_waits_for_a_lock() -> None:
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees the same all the time
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    pytest.fail("nobody waits for the lock")
