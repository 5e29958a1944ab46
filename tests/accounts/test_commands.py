"""`create_user`, `create_token`, `createsuperuser`: for shells, so what goes where matters."""

import io
import os
import subprocess
import sys
from contextlib import suppress

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.domain import tokens
from accounts.models import ApiToken, User
from tests.factories import PASSWORD, UserFactory
from tests.served import environment_of_a_deployment


def create_user(email: str, typed: str | bytes, *options: str) -> str:
    """What the command says with ``typed`` on its standard input."""
    raw = typed if isinstance(typed, bytes) else typed.encode()
    before, sys.stdin, out = sys.stdin, io.TextIOWrapper(io.BytesIO(raw), "utf-8"), io.StringIO()
    try:
        call_command("create_user", email, *options, stdout=out)
    finally:
        sys.stdin = before
    return out.getvalue()


def set_password(email: str, typed: str) -> str:
    """What the command says with ``typed`` on its standard input."""
    before, sys.stdin, out = sys.stdin, io.StringIO(typed), io.StringIO()
    try:
        call_command("set_password", email, stdout=out)
    finally:
        sys.stdin = before
    return out.getvalue()


def error_of(command, *arguments) -> str:
    with pytest.raises(CommandError) as caught:
        command(*arguments)
    assert caught.value.returncode == 1
    return str(caught.value)


def create_token(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_token", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestCreateUser:
    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nsecond line\n"])
    def test_password_is_the_first_line_of_standard_input(self, end):
        said = create_user("Maya@Example.org", PASSWORD + end, "--name", "Maya Kessler")

        user = User.objects.get()
        assert said == "Created maya@example.org.\n"
        assert (user.email, user.name, user.is_staff) == ("maya@example.org", "Maya Kessler", False)
        assert user.check_password(PASSWORD)

    def test_spaces_in_a_password_are_kept(self):
        create_user("maya@example.org", f"  {PASSWORD} \n")

        assert User.objects.get().check_password(f"  {PASSWORD} ")

    @pytest.mark.parametrize(
        ("email", "typed", "error"),
        [
            ("maya", PASSWORD, "Enter a valid email address."),
            ("", PASSWORD, "This field cannot be blank."),
            ("a\x00@example.org", PASSWORD, "Enter a valid email address."),
            ("a\udcff@example.org", PASSWORD, "Enter a valid email address."),
            (f"{'a' * 250}@example.org", PASSWORD, "Ensure this value has at most 254 characters (it has 262)."),
            ("maya@example.org", "short\n", "This password is too short. It must contain at least 10 characters."),
            ("maya@example.org", "0123456789\n", "This password is too common."),
            ("maya@example.org", "maya@example\n", "The password is too similar to the e-mail address."),
            ("maya@example.org", "", "No password came on standard input: nothing was created."),
            ("maya@example.org", "\n", "No password came on standard input: nothing was created."),
            ("maya@example.org", b"\xff\xfe\n", "The password on standard input is not text in UTF-8."),
        ],
    )
    def test_what_is_wrong_is_told_in_one_sentence(self, email, typed, error):
        assert error_of(create_user, email, typed) == error
        assert not User.objects.exists()

    def test_address_in_any_case_is_one_account(self):
        UserFactory(email="maya@example.org")

        assert error_of(create_user, "MAYA@example.org", PASSWORD) == "This address has an account."
        assert User.objects.count() == 1

    def test_name_that_is_too_long_is_refused(self):
        error = error_of(create_user, "maya@example.org", PASSWORD, "--name", "a" * 151)

        assert error == "Ensure this value has at most 150 characters (it has 151)."


@pytest.mark.django_db
class TestSetPassword:
    def test_old_password_and_all_sessions_end(self, user, client):
        login = {"login": "maya@example.org", "password": PASSWORD}
        client.post("/accounts/login/", login)
        here = client.get("/search").status_code
        _, token = tokens.create(user, "phone")

        said = set_password("Maya@Example.org", "a new and better one\n")

        user.refresh_from_db()
        assert said == "maya@example.org has a new password; 1 sessions were signed out.\n"
        assert (here, client.get("/search").status_code) == (200, 302)
        assert (user.check_password(PASSWORD), user.check_password("a new and better one")) == (False, True)
        assert not UserSession.objects.exists()
        assert client.get("/api/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200

    @pytest.mark.parametrize(
        ("email", "typed", "error"),
        [
            (
                "ghost@example.org",
                PASSWORD,
                "There is no account ghost@example.org: create it with `manage.py create_user ghost@example.org`.",
            ),
            ("maya@example.org", "short", "This password is too short. It must contain at least 10 characters."),
            ("maya@example.org", "maya@example", "The password is too similar to the e-mail address."),
            ("maya@example.org", "", "No password came on standard input: nothing was changed."),
        ],
    )
    def test_what_is_wrong_is_told_and_changes_nothing(self, user, email, typed, error):
        assert error_of(set_password, email, typed) == error
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_inactive_account_is_told(self, user, capsys):
        User.objects.update(is_active=False)

        said = set_password("maya@example.org", "another horse battery")

        assert said == "maya@example.org has a new password; 0 sessions were signed out.\n"
        assert capsys.readouterr().err == "The account is not active: nobody can sign in to it.\n"
        user.refresh_from_db()
        assert user.check_password("another horse battery")


@pytest.mark.django_db
class TestCreateToken:
    def test_token_and_nothing_else_is_printed(self, user, client):
        said = create_token("MAYA@example.org", "--name", "phone")

        token = ApiToken.objects.get()
        assert said == said.strip() + "\n"
        assert client.get("/api/me", headers={"Authorization": f"Bearer {said.strip()}"}).json()["id"] == user.pk
        assert (token.name, token.digest) == ("phone", ApiToken.digest_of(said.strip()))

    def test_token_has_a_name_of_its_own_accord(self, user):
        create_token("maya@example.org")

        assert ApiToken.objects.get().name == "command line"

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (
                ("ghost@example.org",),
                "There is no account ghost@example.org: create it with `manage.py create_user ghost@example.org`.",
            ),
            (("maya@example.org", "--name", " "), "A token's name has 1 to 100 characters."),
            (("maya@example.org", "--name", "a" * 101), "A token's name has 1 to 100 characters."),
            (("maya@example.org", "--name", "a\x00"), "A token's name has no control characters."),
            (("maya@example.org", "--days", "0"), "A token is valid for 1 to 3650 days."),
            (("maya@example.org", "--days", "3651"), "A token is valid for 1 to 3650 days."),
        ],
    )
    def test_what_is_wrong_is_told(self, user, arguments, error):
        assert error_of(create_token, *arguments) == error
        assert not ApiToken.objects.exists()

    def test_inactive_account_gets_none(self, user):
        User.objects.update(is_active=False)

        error = error_of(create_token, "maya@example.org")

        assert error == "The account maya@example.org is not active: a token would open nothing."

    def test_tokens_have_an_end(self, user):
        ApiToken.objects.bulk_create(ApiToken.make(user, "a")[0] for _ in range(100))

        assert error_of(create_token, "maya@example.org") == "There are 100 tokens already: revoke one first."


@pytest.mark.django_db
class TestCreateSuperuser:
    def test_password_comes_from_the_environment(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

        call_command("createsuperuser", "--noinput", "--email", "Root@Example.org", verbosity=0)

        user = User.objects.get()
        assert (user.email, user.is_staff, user.is_superuser) == ("root@example.org", True, True)
        assert user.check_password(PASSWORD)

    def test_address_in_any_case_is_one_account(self, user, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

        with pytest.raises(CommandError, match="already taken"):
            call_command("createsuperuser", "--noinput", "--email", "MAYA@example.org", verbosity=0)

    def test_address_is_needed(self):
        with pytest.raises(CommandError, match="You must use --email with --noinput"):
            call_command("createsuperuser", "--noinput", verbosity=0)


class TestShell:
    """The commands as a shell runs them, in processes of their own."""

    @pytest.fixture
    def on_terminal(self, transactional_db):
        """The lines that a terminal shows, at which somebody types."""

        def on_terminal(*arguments: str, typed: str) -> list[str]:
            ours, theirs = os.openpty()
            command = [sys.executable, "manage.py", *arguments, "--no-color"]
            # In a session of its own it does not find the terminal that the suite is run from.
            streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
            process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment_of_a_deployment(), start_new_session=True, **streams
            )
            os.close(theirs)
            with os.fdopen(ours, "r+b", buffering=0) as terminal:
                shown = b""
                for line in typed.splitlines(keepends=True):
                    while not shown.endswith(b": "):
                        shown += terminal.read(1)
                    terminal.write(line.encode())
                    shown += b"\n"
                with suppress(OSError):  # how Linux says that the other end is closed
                    while more := terminal.read(1024):
                        shown += more
            process.wait(60)
            return [line.strip("\r") for line in shown.decode().split("\n") if line.strip()]

        return on_terminal

    @pytest.fixture
    def run(self, transactional_db):
        def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
            done = subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                env=environment_of_a_deployment(),
                input=typed,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            return done.returncode, done.stdout, done.stderr

        return run

    def test_account_and_token_are_made(self, run, client):
        made = run("create_user", "maya@example.org", typed=f"{PASSWORD}\n")
        status, token, errors = run("create_token", "maya@example.org")

        assert made == (0, "Created maya@example.org.\n", "")
        assert (status, errors) == (0, "")
        answer = client.get("/api/me", headers={"Authorization": f"Bearer {token.strip()}"})
        assert answer.json()["email"] == "maya@example.org"

    @pytest.mark.parametrize(
        ("again", "said"),
        [
            (PASSWORD, "Created maya@example.org."),
            ("mistyped", "CommandError: The two passwords differ: nothing was created."),
        ],
    )
    def test_password_is_asked_for_twice_on_a_terminal_and_not_shown(self, on_terminal, again, said):
        shown = on_terminal("create_user", "maya@example.org", typed=f"{PASSWORD}\n{again}\n")

        assert shown == ["Password: ", "Password (again): ", said]
        assert User.objects.exists() is (again == PASSWORD)

    def test_failure_is_told_on_standard_error(self, run):
        weak = run("create_user", "maya@example.org", typed="short\n")
        unknown = run("create_token", "maya@example.org")

        advice = "There is no account maya@example.org: create it with `manage.py create_user maya@example.org`."
        assert weak == (1, "", "CommandError: This password is too short. It must contain at least 10 characters.\n")
        assert unknown == (1, "", f"CommandError: {advice}\n")
