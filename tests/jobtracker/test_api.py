"""What every endpoint of the API shares: shapes of errors, bounds of bodies, headers of every answer."""

import pytest
from rest_framework.test import APIClient

from jobtracker.api.errors import BODY_MAX
from tests.factories import JobFactory

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self' {bucket}",
    "frame-src": "{bucket}",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def send(api, body: bytes, kind: str = "application/json"):
    return api.post("/api/jobs", body, content_type=kind)


class TestErrors:
    @pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
    @pytest.mark.parametrize(
        "path", ["/api", "/api/", "/api/nothing", "/api/jobs/", "/api/jobs/1/2", "/api/ids", "/api/%00"]
    )
    def test_address_that_is_none_is_not_found_in_json(self, client, path, method):
        answer = getattr(client, method)(path)

        assert (answer.status_code, answer.json()) == (404, {"detail": "Not found.", "code": "not_found"})

    def test_wrong_method_is_told_with_the_right_ones(self, api):
        answer = api.delete("/api/jobs")

        assert answer.status_code == 405
        assert answer.json() == {"detail": 'Method "DELETE" not allowed.', "code": "method_not_allowed"}
        assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"

    def test_anonymous_is_told_how_to_sign_in(self, client):
        answer = client.post("/api/jobs", {})

        assert answer.status_code == 401
        assert answer.json()["code"] == "not_authenticated"
        assert answer["WWW-Authenticate"] == 'Bearer realm="jobtracker"'

    def test_other_formats_are_not_served(self, api):
        answer = api.get("/api/me", HTTP_ACCEPT="application/xml")

        assert answer.status_code == 406
        assert answer.json()["code"] == "not_acceptable"


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "detail"),
        [
            (b"{", "This is not JSON: "),
            (b'{"title": "\\ud800"}', "This is not JSON: "),
            (b'{"title": 1e400}', "This is not JSON: "),
            (b'{"title": 3.14159265358979323846}', "A number has more digits than can be kept: 3.14159265358979323846"),
            (b'{"title": 9007199254740993e0}', "A number has more digits than can be kept: 9007199254740993e0"),
            (b'{"title": 123456789012.123456789}', "A number has more digits than can be kept: 123456789012.123456789"),
            (b'{"title": 1E-400}', "A number has more digits than can be kept: 1E-400"),
            (b'{"title": 1e-%s}' % (b"9" * 30), "A number has more digits than can be kept: 1e-999"),
            (b"[" * 17 + b"]" * 17, "JSON may be nested 16 levels deep."),
            (b'{"a":' * 100_00 + b"1" + b"}" * 100_00, "JSON may be nested 16 levels deep."),
        ],
    )
    def test_what_is_no_json_is_refused(self, api, body, detail):
        answer = send(api, body)

        assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
        assert answer.json()["detail"].startswith(detail)

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 16 + b"]" * 16,
            b'{"a": "' + b"[" * 1000 + b'"}',
            b'{"a": "' + b'\\"[' * 1000 + b'"}',
            b"[" + b"[]," * 1000 + b"[]]",
        ],
    )
    def test_brackets_count_only_where_they_nest(self, api, body):
        assert send(api, body).json().get("code") != "parse_error"

    @pytest.mark.parametrize("size", [BODY_MAX, BODY_MAX + 1])
    def test_body_has_a_largest_size(self, api, size):
        body = b'{"title": "a"}'.ljust(size)

        answer = send(api, body)

        expected = {"company": ["This field is required."]}
        too_large = {"detail": "A request body has at most 262144 bytes.", "code": "too_large"}
        assert (answer.status_code, answer.json()) == ((400, expected) if size <= BODY_MAX else (413, too_large))

    @pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
    def test_json_is_known_by_its_type(self, api, kind):
        answer = send(api, b'{"title": "a", "company": "b"}', kind)

        assert answer.status_code == 201

    def test_numbers_keep_their_digits(self, api, user):
        job = JobFactory(private_to=user, salary_min="1234567.89", salary_max="999999999999.99")

        salary = api.get(f"/api/jobs/{job.pk}").json()["salary"]

        assert (salary["min"], salary["max"]) == (1234567.89, 999999999999.99)


class TestHeaders:
    @pytest.mark.parametrize(
        "path",
        [
            *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/search", "/settings", "/nothing"),
            *("/api/me", "/api/jobs", "/api/nothing", "/api/schema", "/api/docs", "/api/docs?script="),
            *("/healthz", "/readyz", "/admin/", "/admin/accounts/user/", "/admin/search/job/"),
        ],
    )
    @pytest.mark.parametrize("who", ["anonymous", "user", "superuser"])
    def test_every_answer_says_what_a_browser_may_do(self, client, user, settings, path, who):
        if who != "anonymous":
            user.is_staff = user.is_superuser = who == "superuser"
            user.save()
            client.force_login(user)

        answer = client.get(path)

        assert answer.status_code < 500
        names = ["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"]
        assert [answer[name] for name in names] == ["nosniff", "DENY", "same-origin", "same-origin"]
        directives = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        bucket = f"{settings.AWS_S3_PUBLIC_ENDPOINT_URL}/{settings.AWS_STORAGE_BUCKET_NAME}/"
        pictures = {"img-src": "'self' data:"} if path.startswith("/api/docs") else {}  # Swagger UI's own
        assert directives == {name: value.format(bucket=bucket) for name, value in POLICY.items()} | pictures

    def test_answers_about_a_person_are_not_kept_by_proxies(self, page):
        answer = page.get("/api/me")

        assert "Cookie" in answer["Vary"]

    def test_other_origins_may_read_nothing(self, api):
        answer = api.get("/api/me", HTTP_ORIGIN="https://evil.example")

        assert not [name for name in answer.headers if name.startswith("Access-Control")]

    def test_cookies_are_out_of_reach_of_scripts_and_other_sites(self, client, user):
        client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})

        cookie = client.cookies["sessionid"]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_session_of_somebody_who_is_gone_is_nobody(client, user):
    client.force_login(user)
    user.delete()

    assert client.get("/api/me").status_code == 401


def test_json_that_a_token_sends_needs_no_cookie_at_all(api):
    assert APIClient().get("/api/me").status_code == 401
    assert api.cookies == {}
