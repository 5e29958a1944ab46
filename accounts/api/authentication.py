"""Who calls the API: a bearer token, or the browser's session."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions

from accounts.models import ApiToken, User
from jobtracker import binary

LAST_USE_PRECISION = timedelta(hours=1)  # a write per request would cost more than the request

# By hand, since every request of an integrator begins with it: a queryset takes four times as long to write this
# statement and to make its models as PostgreSQL and the driver take to answer it.
USER_COLUMNS = [field.attname for field in User._meta.concrete_fields]
TOKEN_COLUMNS = ["id", "user_id", "scope", "expires_at", "last_used_at"]  # what a request needs, in the model's order
_COLUMNS = ", ".join([f"holder.{name}" for name in USER_COLUMNS] + [f"token.{name}" for name in TOKEN_COLUMNS])
HOLDER = f"""
SELECT {_COLUMNS} FROM api_tokens token JOIN users holder ON holder.id = token.user_id WHERE token.digest = %s
"""  # noqa: S608  # nosec B608 - names of columns


def token_of(secret: str) -> ApiToken | None:
    """The token with this secret, and its user, in one statement."""
    row = binary.row(HOLDER, [ApiToken.digest_of(secret)])
    if row is None:
        return None
    token = ApiToken.from_db(connection.alias, TOKEN_COLUMNS, row[len(USER_COLUMNS) :])
    token.user = User.from_db(connection.alias, USER_COLUMNS, row[: len(USER_COLUMNS)])
    return token


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer <token>`` (RFC 6750); token and user come in one statement."""

    def authenticate(self, request):
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(secret.strip())
        if token is None or token.is_expired or not token.user.is_active:
            raise exceptions.AuthenticationFailed("This token is not valid.", code="invalid_token")
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > LAST_USE_PRECISION:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request):
        return 'Bearer realm="jobtracker"'


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A token from the settings page or `create_token`."}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = authentication.SessionAuthentication
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema):
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
