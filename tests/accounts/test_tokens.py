"""API tokens: what is stored, what opens the door, and what does not."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.domain import tokens
from accounts.models import ApiToken, User
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db

INVALID = {"detail": "This token is not valid.", "code": "invalid_token"}
ANONYMOUS = {"detail": "Authentication credentials were not provided.", "code": "not_authenticated"}


def me(authorization: str | None, client: APIClient | None = None):
    headers = {} if authorization is None else {"HTTP_AUTHORIZATION": authorization}
    return (client or APIClient(raise_request_exception=False)).get("/api/me", **headers)


class TestWhatIsStored:
    def test_row_holds_the_digest_alone(self, user):
        token, secret = tokens.create(user, "phone")

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM api_tokens")
            row = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
        assert row == {
            "id": token.pk,
            "user_id": user.pk,
            "name": "phone",
            "start": secret[:8],
            "digest": hashlib.sha256(secret.encode()).hexdigest(),
            "scope": "write",
            "expires_at": None,
            "created_at": token.created_at,
            "last_used_at": None,
        }

    def test_secrets_are_long_and_known_by_their_beginning(self, user):
        secrets = {tokens.create(user, "a")[1] for _ in range(20)}

        assert len(secrets) == 20
        assert {(secret[:3], len(secret)) for secret in secrets} == {("jt_", 46)}  # 32 random bytes in base64

    def test_tokens_go_with_their_user(self, user):
        tokens.create(user, "phone")

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM users")

        assert not ApiToken.objects.exists()


class TestWhatOpensTheDoor:
    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
    def test_token_is_its_user(self, user, stranger, scheme):
        tokens.create(stranger, "theirs")
        _, secret = tokens.create(user, "mine")

        answer = me(f"{scheme} {secret}")

        assert answer.status_code == 200
        assert answer.json() == {
            "id": user.pk,
            "email": "maya@example.org",
            "name": "Maya Kessler",
            "time_zone": "UTC",
        }

    def test_token_takes_no_cookie_and_needs_no_csrf_token(self, user):
        _, secret = tokens.create(user, "mine")
        client = APIClient(enforce_csrf_checks=True)

        answer = client.post("/api/tracked", {"job_id": JobFactory().pk}, HTTP_AUTHORIZATION=f"Bearer {secret}")

        assert answer.status_code == 201
        assert answer.cookies == {}

    def test_token_counts_before_the_session(self, user, stranger):
        _, secret = tokens.create(user, "mine")
        client = APIClient()
        client.force_login(stranger)

        assert me(f"Bearer {secret}", client).json()["id"] == user.pk
        assert me("Bearer jt_wrong", client).json() == INVALID

    def test_token_takes_one_statement(self, user, django_assert_num_queries):
        _, secret = tokens.create(user, "mine")
        me(f"Bearer {secret}")  # its first use is written down

        with django_assert_num_queries(1):
            me(f"Bearer {secret}")


class TestWhatDoesNot:
    def test_revoked_token_opens_nothing(self, user):
        token, secret = tokens.create(user, "mine")

        tokens.revoke(token)

        answer = me(f"Bearer {secret}")
        assert (answer.status_code, answer.json()) == (401, INVALID)

    def test_token_of_an_inactive_user_opens_nothing(self, user):
        _, secret = tokens.create(user, "mine")

        User.objects.update(is_active=False)

        answer = me(f"Bearer {secret}")
        assert (answer.status_code, answer.json()) == (401, INVALID)

    @pytest.mark.parametrize(
        "secret",
        [
            *(
                "",
                " ",
                "jt_",
                "jt_wrong",
                "a b",
                "\x00",
                "jt_\x00",
                "é",
                "\udcff",
                "\ud800",
                "🦊",
                "\t",
                "\r\n",
                "null",
            ),
            *("a" * 10, "a" * 1_000_000, "jt_" + "a" * 43, "'", "' OR 1=1 --", "%00", "Bearer jt_a", "jt_a,jt_b"),
        ],
    )
    def test_malformed_token_is_refused(self, user, secret):
        tokens.create(user, "mine")

        answer = me(f"Bearer {secret}")

        assert (answer.status_code, answer.json()) == (401, INVALID)
        assert answer["WWW-Authenticate"] == 'Bearer realm="jobtracker"'

    def test_stored_digest_and_its_beginning_are_no_token(self, user):
        token, _ = tokens.create(user, "mine")

        assert me(f"Bearer {token.digest}").status_code == 401
        assert me(f"Bearer {token.start}").status_code == 401

    @pytest.mark.parametrize(
        "header",
        [None, "", " ", "Basic bWF5YTptYXlh", "Token jt_a", "Digest a", "\x00", "\udcff", "jt_a", "Bearerjt_a"],
    )
    def test_other_schemes_are_nobody(self, db, header):
        answer = me(header)

        assert (answer.status_code, answer.json()) == (401, ANONYMOUS)
        assert answer["WWW-Authenticate"] == 'Bearer realm="jobtracker"'

    def test_bearer_without_a_token_is_refused(self, db):
        assert me("Bearer").json() == INVALID


class TestLastUse:
    NOW = datetime(2026, 6, 12, 9, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (None, NOW),
            (NOW - timedelta(minutes=59), NOW - timedelta(minutes=59)),
            (NOW - timedelta(minutes=60), NOW - timedelta(minutes=60)),
            (NOW - timedelta(minutes=61), NOW),
        ],
    )
    def test_last_use_is_written_once_an_hour(self, user, monkeypatch, before, after):
        token, secret = tokens.create(user, "mine")
        ApiToken.objects.update(last_used_at=before)
        monkeypatch.setattr(timezone, "now", lambda: self.NOW)

        me(f"Bearer {secret}")

        token.refresh_from_db()
        assert token.last_used_at == after

    def test_refused_token_is_not_marked_as_used(self, user):
        token, secret = tokens.create(user, "mine")
        User.objects.update(is_active=False)

        me(f"Bearer {secret}")

        token.refresh_from_db()
        assert token.last_used_at is None


class TestSession:
    def test_session_is_its_user(self, page, user):
        assert page.get("/api/me").json()["id"] == user.pk

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_changes_need_the_csrf_token(self, user, method):
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(user)

        answer = getattr(client, method)("/api/tracked")

        assert answer.status_code == 403
        assert answer.json() == {"detail": "CSRF Failed: CSRF cookie not set.", "code": "permission_denied"}

    def test_changes_are_made_with_the_csrf_token(self, user):
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(user)
        client.get("/settings")  # sets the cookie
        token = client.cookies["csrftoken"].value

        answer = client.post("/api/tracked", {"job_id": JobFactory().pk}, HTTP_X_CSRFTOKEN=token)

        assert answer.status_code == 201

    def test_reading_needs_no_csrf_token(self, user):
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(user)

        assert client.get("/api/me").status_code == 200

    @pytest.mark.parametrize("key", ["a" * 32, "a" * 10_000, "' OR 1=1 --", '"\\000aaaaaaaaaa"', '"\\377aaaaaaaaaa"'])
    def test_forged_session_is_nobody(self, client, db, key):
        for path, status in [("/api/me", 401), ("/settings", 302), ("/accounts/login/", 200), ("/healthz", 200)]:
            assert client.get(path, headers={"Cookie": f"sessionid={key}"}).status_code == status


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_me_is_only_read(api, method):
    answer = getattr(api, method)("/api/me", {"email": "other@example.org"})

    assert answer.status_code == 405
    assert answer.json() == {"detail": f'Method "{method.upper()}" not allowed.', "code": "method_not_allowed"}
