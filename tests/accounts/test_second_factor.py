"""An authenticator app and recovery codes, through the pages as a person uses them."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
ACTIVATE = "/accounts/2fa/totp/activate/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(user) -> Client:
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def open_form(client: Client) -> str:
    """The form that turns the second factor on, which asks for the password first."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client.get(ACTIVATE).text


def activate(client: Client) -> str:
    """Turn the second factor on; gives its secret."""
    form = open_form(client)
    secret = re.search(r'id="totp-secret" value="(\w+)"', form)[1]
    client.post(ACTIVATE, {"code": code_of(secret)})
    cache.clear()  # a code is good for one use, also for the next sign-in of this test
    return secret


def test_code_is_in_the_page_without_a_data_address(user):
    page = open_form(sign_in(user))

    assert '<div class="qr"' in page
    assert "<path" in page
    assert "data:" not in page
    assert "style=" not in page


def test_password_alone_no_longer_signs_in(user):
    activate(sign_in(user))

    client = Client()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, "/accounts/2fa/authenticate/")
    assert client.get("/settings").status_code == 302


def test_code_completes_the_sign_in(user):
    secret = activate(sign_in(user))

    client = sign_in(user)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert client.get("/settings").status_code == 200


def test_wrong_code_signs_nobody_in(user):
    activate(sign_in(user))

    client = sign_in(user)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert client.get("/settings").status_code == 302


def test_recovery_code_works_once(user):
    activate(sign_in(user))
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()

    first, second = sign_in(user), sign_in(user)
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert first.get("/settings").status_code == 200
    assert second.get("/settings").status_code == 302
