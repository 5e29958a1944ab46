"""How long a backup and its restoring take, and how much memory.

    python -m tests.benchmarks.backups [--postings 100000] [--resumes 1000] [--kilobytes 200]

Two embedded instances in a temporary directory: the first is filled, backed up, and restored into the second by the
commands themselves. The target (restoring 100,000 postings) is ten minutes; `restore` compares rows and objects.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILL = """
import os, secrets
from django.db import connection
from accounts.models import User
from search.models import Job
from tracking.domain import trackings
from tracking import storage
from tracking.models import JobTracking
import io

count, resumes, kilobytes = (int(os.environ[name]) for name in ("POSTINGS", "RESUMES", "KILOBYTES"))
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'jobs' "
        "AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_name NOT IN ('search', 'places')"
    )
    columns = [name for (name,) in cursor.fetchall()]
    words = "(SELECT string_agg(md5(n::text || word), ' ') FROM generate_series(1, 100) word)"
    values = {"external_id": "'made-' || n", "description_text": words, "description_html": "'<p>' || " + words}
    chosen = ", ".join(values.get(name, f"demo.{name}") for name in columns)
    cursor.execute(
        f"INSERT INTO jobs ({', '.join(columns)}) SELECT {chosen} FROM generate_series(1, %s) n "
        "JOIN (SELECT *, row_number() OVER () AS place FROM jobs) demo ON demo.place = n %% 200 + 1",
        [count],
    )
user = User.objects.get()
for number, pk in enumerate(Job.objects.order_by("-pk").values_list("pk", flat=True)[:resumes]):
    tracking = trackings.track(user, pk)
    key = f"resumes/{user.pk}/{tracking.pk}/{secrets.token_hex(16)}/{secrets.token_hex(16)}.pdf"
    storage.write(key, io.BytesIO(b"%PDF-" + secrets.token_bytes(kilobytes * 1024)), content_type="application/pdf")
    JobTracking.objects.filter(pk=tracking.pk).update(resume_s3_url=key)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--resumes", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=200, help="of each resume")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="jobtracker-backups-"))
    folder.chmod(0o755)
    sizes = {"POSTINGS": asked.postings, "RESUMES": asked.resumes, "KILOBYTES": asked.kilobytes}
    try:
        manage(folder / "first", "create_user", "maya@example.org", typed="correct horse battery\n")
        manage(folder / "first", "load_demo")
        manage(folder / "first", "shell", "--verbosity=0", "--command", FILL, **sizes)
        said(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
        said(f"{asked.postings} postings, {asked.resumes} resumes of {asked.kilobytes} KB")
        file = folder / "backup.zip"
        for command, instance in (("backup", "first"), ("restore", "second")):
            seconds, megabytes = manage(folder / instance, command, str(file))
            said(f"{command}: {seconds:.1f} s, {megabytes} MB in memory at most")
        said(f"the file: {file.stat().st_size // 1024**2} MB")
    finally:
        shutil.rmtree(folder)


def manage(directory: Path, *arguments: str, typed: str = "", **environment: int) -> tuple[float, int]:
    """Run a command; gives the seconds and the most memory of its own process (MB)."""
    began, most = time.monotonic(), 0
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"JOBTRACKER_DATA_DIR": str(directory)} | {k: str(v) for k, v in environment.items()},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    process.stdin.write(typed.encode())
    process.stdin.close()
    while process.poll() is None:
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                most = max(most, int(line.split()[1]) // 1024)
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} failed")
    return time.monotonic() - began, most


def said(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
