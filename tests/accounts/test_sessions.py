"""Where somebody is signed in: told in words, and signed out from there."""

import re

import pytest
from django.test import Client

from accounts.templatetags.sessions import device
from tests.factories import PASSWORD


def sign_in(user) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
                "Safari/537.36 Edg/141.0.0.0"
            ),
            "Edge on Windows",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                "Version/18.0 Mobile/15E148 Safari/604.1"
            ),
            "Safari on iPhone",
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile "
                "Safari/537.36"
            ),
            "Chrome on Android",
        ),
        ("curl/8.5.0", "curl"),
        ("", "Unknown browser"),
    ],
)
def test_session_is_told_in_words(user_agent, told):
    assert device(user_agent) == told


def test_own_session_comes_first_and_can_be_signed_out(user):
    here = sign_in(user)
    sign_in(user)

    page = here.get("/accounts/sessions/").text

    assert re.findall(r'<h2 title="[^"]*">([^<]*)(<span class="badge badge-ok">This one)?', page) == [
        ("Unknown browser ", '<span class="badge badge-ok">This one'),
        ("Unknown browser", ""),
    ]
    assert page.count('action="/accounts/logout/"') == 2  # in the menu, and here
    assert "Sign out the others" in page


def test_sessions_are_listed_and_others_are_signed_out(user):
    here, elsewhere = sign_in(user), sign_in(user)
    assert here.get("/accounts/sessions/").text.count("127.0.0.1") == 2

    here.post("/accounts/sessions/")

    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 302
