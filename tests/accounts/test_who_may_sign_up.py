import pytest

from accounts.models import User
from tests.factories import PASSWORD

SIGNUP = "/accounts/signup/"


def test_closed_signup_makes_no_account(client, settings, db):
    settings.IS_SIGNUP_OPEN = False

    answer = client.post(SIGNUP, {"email": "new@example.org", "password1": PASSWORD})

    assert answer.status_code == 200
    assert "No new accounts" in answer.text
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("email", "is_allowed"),
    [
        ("maya@example.org", True),
        ("MAYA@example.org", True),
        ("ruth@family.example", True),
        ("ruth@sub.family.example", False),
        ("maya@example.org.evil.example", False),
        ("stranger@example.org", False),
    ],
)
def test_list_says_who_may(client, settings, db, email, is_allowed):
    settings.SIGNUP_ALLOWED_EMAILS = ["maya@example.org", "@Family.example"]

    client.post(SIGNUP, {"email": email, "password1": PASSWORD})

    assert User.objects.filter(email=email.lower()).exists() is is_allowed
