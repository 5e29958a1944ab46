"""The servers of `tracking` and `pages`, in a temporary directory, with people who track much and some who do not."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from jobtracker.embedded import DataDirectory, Servers

MOST_CONNECTIONS = 32  # each that of somebody else
JOBS = 5000
TRACKED = 500
FEW_USERS, FEW_TRACKED = MOST_CONNECTIONS, 50

FILL = """
INSERT INTO companies (name, slug, website, logo)
SELECT 'Company ' || n, 'company-' || n, '', CASE n % 2 WHEN 0 THEN 'logos/demo.svg' ELSE '' END
FROM generate_series(1, 200) n;
INSERT INTO job_boards (source, token, company_id, is_enabled, failures, etag, last_modified)
SELECT 'ashby', slug, id, false, 0, '', '' FROM companies WHERE slug LIKE 'company-%';
ALTER TABLE jobs DISABLE TRIGGER jobs_search_vector;
INSERT INTO jobs (company_id, board_id, source, external_id, requisition_id, title, department, team, seniority,
  locations, language, salary_currency, salary_text, url, apply_url, description_html, description_text,
  is_open, missed_runs, content_hash)
SELECT board.company_id, board.id, 'ashby', 'n' || n, '', 'Staff Engineer, Team ' || n, 'Engineering', '', '',
  '{"Berlin, Germany", Remote}', 'en', 'EUR', '', 'https://example.org/jobs/' || n, '', repeat('<p>Text</p>', 300),
  repeat('Text. ', 500), true, 0, ''
FROM generate_series(1, {jobs}) n JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place FROM job_boards) board
  ON board.place = n % 200 + 1;
ALTER TABLE jobs ENABLE TRIGGER jobs_search_vector;
INSERT INTO users (password, is_superuser, email, name, time_zone, is_staff, is_active, date_joined)
SELECT '', false, 'bench' || n || '@example.org', '', 'Europe/Berlin', false, true, now()
FROM generate_series(1, {users}) n;
INSERT INTO job_tracking (user_id, job_id, stage, notes, tracked_at)
SELECT person.id, job.id, 'interview', '{"salary": "€80,000", "general_note": "Ask about on-call."}',
  now() - interval '1 hour' * (job.place % 2000)
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM users WHERE email LIKE 'bench%') person
CROSS JOIN LATERAL (
  SELECT id, row_number() OVER (ORDER BY id) AS place FROM jobs
  ORDER BY id OFFSET (person.place * 37) % ({jobs} - {tracked})
  LIMIT CASE WHEN person.place <= {few_users} THEN {few_tracked} ELSE {tracked} END
) job;
INSERT INTO tracking_events (tracking_id, event_type, event_date, event_time, location, note)
SELECT tracking.id, kind.event_type::event_type, '2026-03-01'::date + (tracking.id % 60)::int + kind.day, kind.at,
  kind.location, kind.note::jsonb
FROM job_tracking tracking CROSS JOIN (VALUES
  ('applied', 0, NULL, NULL, '{"type": "online"}'),
  ('screening', 5, '10:00'::time, 'Phone', '{"with_person": "Ines"}'),
  ('interview', 9, '10:30'::time, 'Third floor', '{"round": "1st", "interviewers": "Tomasz Wolny"}'),
  ('interview', 14, '15:00'::time, 'https://meet.example/abc', '{"round": "2nd", "type": "onsite", "note": "Pen"}')
) AS kind (event_type, day, at, location, note);
"""


class Bench:
    """The servers in a temporary directory, filled."""

    def __init__(self, users: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jobtracker-bench-"))
        self.folder.chmod(0o711)  # for root: the database runs as another user
        os.environ["JOBTRACKER_DATA_DIR"] = str(self.folder / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "jobtracker.settings"
        os.environ["API_CALLS_PER_MINUTE"] = str(10**9)  # counted as ever, but never refused
        self.servers = self._servers()
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        self._fill(users)
        self._find_people()
        self.web, self.port = self._serve("jobtracker.settings")
        self.bare, self.bare_port = self._serve("tests.benchmarks.bare.settings")
        self.postgres = self.servers.running["postgres"].pid
        self.pids = [self.web.pid, self.postgres]

    def _serve(self, settings: str) -> tuple[subprocess.Popen, int]:
        """gunicorn with these settings, when it answers, and its port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        web = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
                *("--keep-alive", "75", "--log-level", "warning"),
            ],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings},
        )
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                client.request("GET", "/healthz")
                client.getresponse()
                return web, port
            if time.monotonic() > deadline:
                raise RuntimeError("gunicorn does not answer; its messages are above")
            time.sleep(0.1)

    def _servers(self) -> Servers:
        directory = DataDirectory()
        directory.create()
        servers = Servers(directory, web="*", postgres_settings=("shared_buffers=256MB",))
        servers.start()
        servers.announce()
        return servers

    def _fill(self, users: int) -> None:
        sizes = {"users": users, "jobs": JOBS, "tracked": TRACKED, "few_users": FEW_USERS, "few_tracked": FEW_TRACKED}
        statements = FILL
        for name, size in sizes.items():
            statements = statements.replace(f"{{{name}}}", str(size))
        with connection.cursor() as cursor:
            for statement in statements.split(";\n"):
                if statement.strip():
                    cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")

    def _find_people(self) -> None:
        from accounts.domain import tokens
        from accounts.models import User
        from search.models import Job
        from tracking.models import JobTracking

        people = User.objects.filter(email__startswith="bench").order_by("pk")
        self.few = list(people[:FEW_USERS])
        self.many = list(people[FEW_USERS : FEW_USERS + MOST_CONNECTIONS])
        self.tokens, self.tracking_of = {}, {}
        for person in (*self.few, *self.many):
            self.tokens[person.pk] = tokens.create(person, "bench")[1]
            self.tracking_of[person.pk] = JobTracking.objects.filter(user=person).values_list("pk", flat=True).first()
        self.free_job = Job.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def stop(self) -> None:
        connection.close()
        for web in (self.web, self.bare):
            web.terminate()
            web.wait(30)
        self.servers.stop()
        shutil.rmtree(self.folder)
