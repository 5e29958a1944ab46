"""The product in processes of its own: gunicorn as a deployment runs it, over the suite's database and objects."""

import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from .product import MEASURED, Product


def environment_of_a_deployment(**more: str) -> dict[str, str]:
    """What an operator would set who has this database and this object store; over plain HTTP on loopback."""
    database = connection.settings_dict
    login = f"{database['USER']}:{urllib.parse.quote(database['PASSWORD'], safe='')}"
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"postgres://{login}@/{database['NAME']}",
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "SECRET_KEY": "the same for all processes",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # the product's, but for hashes: of passwords, of static files
        "AWS_STORAGE_BUCKET_NAME": storages["default"].bucket_name,
        "AWS_S3_ENDPOINT_URL": settings.AWS_S3_ENDPOINT_URL,
        "AWS_ACCESS_KEY_ID": settings.AWS_ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": settings.AWS_SECRET_ACCESS_KEY,
        **MEASURED,
        **more,
    }


class Web:
    """One web server on a port of its own; ``with Web(log_file) as web:``."""

    def __init__(self, log: Path, *, workers: int = 1, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = log
        self.environment = environment_of_a_deployment(WEB_WORKERS=str(workers), **environment)

    def __enter__(self) -> "Web":
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, "gunicorn takes too long"
            time.sleep(0.05)
        return self

    def __exit__(self, *exception) -> None:
        self.stop()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(40)

    def _answers(self) -> bool:
        try:
            return ask(self.port, "GET", "/healthz")[0] == 200
        except OSError:
            return False


def ask(port: int, method: str, path: str, token: str = "", body: dict | None = None, timeout: float = 30):
    """One call of the API as the owner of ``token``; gives the status and the answer."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            text = error.read()
        return error.code, json.loads(text) if text.startswith((b"{", b"[")) else {}


class Browser:
    """Cookies of one person, who may be answered by any process."""

    def __init__(self) -> None:
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def cookie(self, name: str) -> str:
        return next((cookie.value for cookie in self.cookies if cookie.name == name), "")

    def ask(self, web: Web | Product, method: str, path: str, body: dict | None = None) -> tuple[int, dict]:
        """A call of the API, as our pages make it."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.cookie("csrftoken")}
        data = None if body is None else json.dumps(body).encode()
        status, text = self._open(web, path, data, headers, method)
        return status, json.loads(text)

    def open(self, web: Web | Product, path: str) -> tuple[int, str]:
        return self._open(web, path, None, {}, "GET")

    def submit(self, web: Web | Product, path: str, **fields: str) -> tuple[int, str]:
        """Open a page and send its form."""
        self.open(web, path)
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.cookie("csrftoken")}).encode()
        return self._open(web, path, data, {}, "POST")

    def sign_in(self, web: Web | Product, email: str, password: str) -> tuple[int, str]:
        return self.submit(web, "/accounts/login/", login=email, password=password)

    def _open(self, web: Web | Product, path: str, data, headers, method: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{web.port}{path}", data, headers, method=method)
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
