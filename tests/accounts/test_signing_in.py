"""Sign-up, sign-in, sign-out, password change and reset, through the pages and the mail box."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories import PASSWORD, UserFactory

NEW_PASSWORD = "staple battery horse"
EVIL = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "\x00",
    "//[",
]
ERRORS = re.compile(r'(?:class="error-text"|role="alert").*?</svg>(?:<p>)?(.*?)</p>', re.DOTALL)

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirming(settings):
    """As on a server of one's own: an address must be confirmed before anybody signs in."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def sign_up(client, email="maya@example.org", password=PASSWORD):
    return client.post("/accounts/signup/", {"email": email, "password1": password})


def sign_in(client, email="maya@example.org", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get("/api/me").status_code == 200


def sent() -> list[tuple[str, str]]:
    """(to whom, subject) of the messages sent since the last look."""
    messages = [(message.to[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return messages


def link_in_mail() -> str:
    return re.search(r"http://testserver(/\S+)", mail.outbox.pop().body)[1]


def shown(answer) -> str:
    """The page without what differs each time."""
    return re.sub(r'value="[^"]*"|[\w.]+@example.org', "", answer.text)


class TestSignUp:
    def test_account_is_made_and_signed_in(self, client):
        answer = sign_up(client, "Maya.Kessler@Example.ORG")

        user = User.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, "/search")
        assert client.get("/api/me").json()["email"] == user.email == "maya.kessler@example.org"
        assert user.check_password(PASSWORD)
        assert (user.is_active, user.is_staff, user.is_superuser, user.time_zone) == (True, False, False, "UTC")
        assert sent() == []

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [("Europe/Berlin", "Europe/Berlin"), ("Asia/Calcutta", "Asia/Calcutta"), ("", "UTC"), ("Mars/Olympus", "UTC")],
    )
    def test_time_zone_is_what_the_browser_says_where_there_is_such_a_one(self, client, sent, kept):
        client.post("/accounts/signup/", {"email": "maya@example.org", "password1": PASSWORD, "time_zone": sent})

        assert User.objects.get().time_zone == kept

    @pytest.mark.parametrize("email", ["maya@example.org", "MAYA@EXAMPLE.ORG", " Maya@Example.org "])
    def test_address_in_any_case_is_one_account(self, client, email):
        UserFactory(email="maya@example.org")

        answer = sign_up(client, email)

        assert answer.status_code == 200
        assert ERRORS.findall(answer.text) == ["A user is already registered with this email address."]
        assert User.objects.count() == 1

    @pytest.mark.parametrize(
        ("email", "password", "error"),
        [
            ("a@example.org", "short", "This password is too short. It must contain at least 10 characters."),
            ("a@example.org", "password1234", "This password is too common."),
            ("long.name@example.org", "long.name@example", "The password is too similar to the e-mail address."),
            ("a@example.org", "", "This field is required."),
            ("nobody", PASSWORD, "Enter a valid email address."),
            ("", PASSWORD, "This field is required."),
            (f"{'a' * 250}@example.org", PASSWORD, "An e-mail address has at most 254 characters."),
        ],
    )
    def test_what_is_wrong_is_told(self, client, email, password, error):
        answer = sign_up(client, email, password)

        assert answer.status_code == 200
        assert error in ERRORS.findall(answer.text)
        assert not User.objects.exists()

    def test_address_is_confirmed_before_the_first_sign_in(self, client, confirming):
        answer = sign_up(client)
        confirm = link_in_mail()
        too_early = sign_in(client)
        is_in_too_early = is_signed_in(client)

        client.post(confirm)
        sign_in(client)

        assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
        assert (too_early.status_code, too_early["Location"]) == (302, "/accounts/confirm-email/")
        assert not is_in_too_early
        assert is_signed_in(client)

    def test_nobody_learns_which_addresses_have_an_account(self, client, confirming):
        UserFactory(email="maya@example.org")

        taken = sign_up(client, "Maya@example.org")
        shown_to_taken, to_taken = shown(client.get(taken["Location"])), sent()
        free = sign_up(client, "new@example.org")

        assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
        assert shown_to_taken == shown(client.get(free["Location"]))
        assert to_taken == [("maya@example.org", "You have an account already")]
        assert sent() == [("new@example.org", "Confirm your e-mail address")]
        assert User.objects.filter(email__istartswith="maya").count() == 1


class TestSignIn:
    @pytest.mark.parametrize("email", ["maya@example.org", "MAYA@Example.ORG", " maya@example.org "])
    def test_address_in_any_case_signs_in(self, client, user, email):
        answer = sign_in(client, email)

        assert (answer.status_code, answer["Location"]) == (302, "/search")
        assert client.get("/api/me").json()["id"] == user.pk

    def test_wrong_password_and_unknown_address_look_the_same(self, client, user):
        wrong, unknown = sign_in(client, password="wrong"), sign_in(client, "ghost@example.org")

        assert (wrong.status_code, unknown.status_code) == (200, 200)
        assert ERRORS.findall(wrong.text) == ERRORS.findall(unknown.text)
        assert shown(wrong) == shown(unknown)
        assert not is_signed_in(client)

    def test_inactive_account_does_not_sign_in(self, client, user):
        User.objects.update(is_active=False)

        sign_in(client)

        assert not is_signed_in(client)

    def test_account_that_becomes_inactive_is_out_at_once(self, page, user):
        User.objects.update(is_active=False)

        assert page.get("/api/me").status_code == 401

    def test_tries_are_limited(self, client, user):
        for _ in range(5):
            sign_in(client, password="wrong")

        answer = sign_in(client)

        assert ERRORS.findall(answer.text) == ["Too many failed login attempts. Try again later."]
        assert not is_signed_in(client)

    def test_next_page_is_opened(self, client, user):
        assert sign_in(client, next="/settings")["Location"] == "/settings"

    @pytest.mark.parametrize("url", EVIL)
    def test_next_page_is_never_somebody_elses(self, client, user, url):
        assert client.get("/accounts/login/", {"next": url}).status_code == 200
        assert sign_in(client, next=url)["Location"] == "/search"

    def test_session_key_is_new_after_signing_in(self, client, user):
        client.get("/accounts/login/")
        client.session["planted"] = True
        client.session.save()
        before = client.session.session_key

        sign_in(client)

        assert client.session.session_key != before

    @pytest.mark.parametrize("path", ["/settings", "/search"])
    def test_pages_ask_to_sign_in_and_come_back(self, client, path):
        answer = client.get(path)

        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


class TestSignOut:
    def test_signs_out(self, page):
        answer = page.post("/accounts/logout/")

        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
        assert not is_signed_in(page)

    def test_asks_first(self, page):
        answer = page.get("/accounts/logout/")

        assert answer.status_code == 200
        assert is_signed_in(page)


class TestPasswordChange:
    def change(self, page, old=PASSWORD, new=NEW_PASSWORD):
        return page.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})

    def test_new_password_counts_and_one_stays_signed_in(self, page, user):
        answer = self.change(page)

        user.refresh_from_db()
        assert answer.status_code == 302
        assert user.check_password(NEW_PASSWORD)
        assert is_signed_in(page)

    def test_other_sessions_end(self, page, user):
        other = Client()
        other.force_login(user)

        self.change(page)

        assert not is_signed_in(other)

    @pytest.mark.parametrize(
        ("old", "new", "error"),
        [
            ("wrong", NEW_PASSWORD, "Please type your current password."),
            (PASSWORD, "short", "This password is too short. It must contain at least 10 characters."),
        ],
    )
    def test_what_is_wrong_is_told(self, page, user, old, new, error):
        answer = self.change(page, old, new)

        user.refresh_from_db()
        assert ERRORS.findall(answer.text) == [error]
        assert user.check_password(PASSWORD)


class TestPasswordReset:
    def ask(self, client, email):
        return client.post("/accounts/password/reset/", {"email": email})

    def open(self, client, link) -> str:
        """Follow the link in the message; gives the address of the form."""
        return client.get(link)["Location"]

    def test_link_in_the_message_leads_to_a_new_password(self, client, user):
        answer = self.ask(client, "MAYA@example.org")
        form = self.open(client, link_in_mail())

        saved = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        user.refresh_from_db()
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")
        assert (saved.status_code, saved["Location"]) == (302, "/accounts/password/reset/key/done/")
        assert user.check_password(NEW_PASSWORD)

    def test_link_works_once(self, client, user):
        self.ask(client, user.email)
        link = link_in_mail()
        client.post(self.open(client, link), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        again = client.get(link)

        assert again.status_code == 200
        assert "This link has expired" in again.text

    def test_weak_password_is_refused(self, client, user):
        self.ask(client, user.email)
        form = self.open(client, link_in_mail())

        answer = client.post(form, {"password1": "short", "password2": "short"})

        user.refresh_from_db()
        assert ERRORS.findall(answer.text) == ["This password is too short. It must contain at least 10 characters."]
        assert user.check_password(PASSWORD)

    def test_nobody_learns_which_addresses_have_an_account(self, client, user):
        known = self.ask(client, user.email)
        to_known = sent()
        unknown = self.ask(client, "ghost@example.org")

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert shown(client.get(known["Location"])) == shown(client.get(unknown["Location"]))
        assert to_known == [("maya@example.org", "Reset your password")]
        assert sent() == [("ghost@example.org", "No account with this address")]

    def test_inactive_account_is_not_reset(self, client, user):
        User.objects.update(is_active=False)

        self.ask(client, user.email)

        assert sent() == [("maya@example.org", "No account with this address")]


class TestOperatorsAccounts:
    """Whoever runs the server vouches for the addresses of the accounts made there."""

    def test_account_made_by_the_operator_needs_no_confirmation(self, client, confirming):
        User.objects.create_confirmed("Maya@example.org", PASSWORD)

        sign_in(client)

        assert is_signed_in(client)
        assert sent() == []
        assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
            ("maya@example.org", True, True)
        ]
