"""Pages around the account, and those that say what went wrong: all in the house style, none with inline code."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

OPEN = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
OPEN += ["account_reset_password_from_key_done", "account_email_verification_sent", "account_inactive"]
OWN = ["accounts:settings", "account_logout", "account_change_password", "account_email", "account_reauthenticate"]

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:")


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_wear_the_house_style(client, db, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert "css/account.css" in answer.text
    assert INLINE.search(answer.text) is None


@pytest.mark.parametrize("name", OWN)
def test_own_pages_wear_the_house_style(page, name):
    answer = page.get(reverse(name))

    assert answer.status_code == 200
    assert "css/account.css" in answer.text
    assert INLINE.search(answer.text) is None


def test_links_that_have_expired_say_so(client, db):
    reset = client.get(reverse("account_reset_password_from_key", args=["1", "x"]))
    confirm = client.get(reverse("account_confirm_email", args=["x"]))

    assert "This link has expired" in reset.text
    assert "This link has expired or is incomplete." in confirm.text


def test_changing_the_address_waits_for_its_confirmation(page, user, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    answer = page.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"}, follow=True)

    (message,) = mail.outbox
    assert (message.to, message.subject) == (["new@example.org"], "Confirm your e-mail address")
    assert "<b>new@example.org</b> waits for its confirmation" in answer.text
    asked = page.get(re.search(r"http://[^/]+(\S+)", message.body)[1])
    assert "Is <b>new@example.org</b> yours?" in asked.text


def test_address_is_changed_at_once_where_no_confirmation_is_asked_for(page, user, stranger, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    page.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    taken = page.post(reverse("account_email"), {"action_add": "", "email": stranger.email})
    answer = page.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"}, follow=True)

    user.refresh_from_db()
    assert "Somebody has an account here with this address." in taken.text
    assert user.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    assert "waits for its confirmation" not in answer.text


def test_address_counts_as_confirmed_at_sign_up_where_no_confirmation_is_asked_for(client, db, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"

    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})

    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("has_mail", [True, False])
def test_reset_page_says_how_where_no_mail_is_sent(client, db, settings, has_mail):
    settings.HAS_MAIL = has_mail

    pages = [client.get(reverse(name)).text for name in ("account_reset_password", "account_reset_password_done")]

    assert ["manage.py set_password" in page for page in pages] == [not has_mail] * 2


@pytest.mark.parametrize("is_open", [True, False])
def test_account_is_offered_only_while_people_may_sign_up(client, db, settings, is_open):
    settings.IS_SIGNUP_OPEN = is_open

    page = client.get(reverse("account_login"))

    assert ("Create an account" in page.text) is is_open


@pytest.mark.parametrize("status", ["400", "403", "404", "500", "403_csrf"])
def test_error_pages_need_nothing_but_themselves(status):
    page = render_to_string(f"{status}.html")

    assert "<h1>" in page
    assert INLINE.search(page) is None


def test_a_stale_form_is_told_kindly(user):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    answer = strict.post(reverse("accounts:profile"), {"name": "Maya"})

    assert answer.status_code == 403
    assert "This form has grown stale" in answer.text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_is_read_from_its_cookie(page, theme):
    page.cookies["theme"] = theme

    assert f'<html lang="en" data-theme="{theme}">' in page.get(reverse("accounts:settings")).text


def test_an_unknown_theme_is_the_systems(page):
    page.cookies["theme"] = '"><script>'

    assert '<html lang="en">' in page.get(reverse("accounts:settings")).text


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/accounts/login/", {"current-password"}),
        ("/accounts/signup/", {"new-password"}),
        ("/accounts/password/change/", {"current-password", "new-password"}),
    ],
)
def test_passwords_are_hidden_and_password_managers_know_them(client, user, path, kinds):
    if "change" in path:
        client.force_login(user)

    fields = re.findall(r'<input[^>]*name="[^"]*password[^"]*"[^>]*>', client.get(path).text)

    assert fields
    assert [field for field in fields if 'type="password"' not in field] == []
    assert {re.search(r'autocomplete="([^"]*)"', field)[1] for field in fields} == kinds
