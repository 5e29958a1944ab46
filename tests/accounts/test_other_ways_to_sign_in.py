"""Passkeys, Google and OpenID Connect: a setting each, and the sign-in page offers them."""

import http.client
import re
import urllib.parse

import pytest

from tests.served import Web

SETTINGS = {
    "PASSKEYS": "true",
    "GOOGLE_CLIENT_ID": "ours",
    "GOOGLE_CLIENT_SECRET": "secret",
    "OIDC_CLIENT_ID": "ours",
    "OIDC_NAME": "The office",
    "OIDC_SERVER_URL": "https://sso.example/realms/office",
}


def ask(web: Web, method: str, path: str, body: str = "", cookie: str = ""):
    """One answer, redirects not followed: the status, the headers and the text."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Cookie": cookie} if cookie else {})
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, text


@pytest.mark.django_db(transaction=True)
def test_what_is_switched_on_is_offered_and_leads_there(tmp_path):
    with Web(tmp_path / "web.log", **SETTINGS) as web:
        _, headers, page = ask(web, "GET", "/accounts/login/")
        _, google, form = ask(web, "GET", "/accounts/google/login/?process=login")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        cookie = google["Set-Cookie"].partition(";")[0]
        status, sent, _ = ask(
            web, "POST", "/accounts/google/login/?process=login", f"csrfmiddlewaretoken={token}", cookie
        )

    offered = re.findall(r"Sign in with [\w ]+", page)
    assert offered == ["Sign in with a passkey", "Sign in with Google", "Sign in with The office"]
    assert 'data-allauth-onload="allauth.webauthn.forms.loginForm"' in page
    policy = headers["Content-Security-Policy"]
    assert "form-action 'self' https://accounts.google.com https://sso.example;" in policy + ";"
    assert "unsafe" not in policy
    to = urllib.parse.urlsplit(sent["Location"])
    asked = urllib.parse.parse_qs(to.query)
    assert (status, to.netloc, asked["client_id"]) == (302, "accounts.google.com", ["ours"])
    assert asked["code_challenge_method"] == ["S256"]


def test_nothing_is_offered_of_its_own_accord(client, db):
    answer = client.get("/accounts/login/")

    assert "Sign in with" not in answer.text
    assert "form-action 'self';" in answer["Content-Security-Policy"] + ";"
