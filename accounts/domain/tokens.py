"""API tokens: every change goes through here."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, User

TOKENS_MAX = 100  # of one user


class TooManyTokensError(Exception):
    """The user has as many tokens as one may have; the message says what to do."""


@transaction.atomic
def create(
    user: User, name: str, *, scope: str = ApiToken.Scope.WRITE, days: int | None = None
) -> tuple[ApiToken, str]:
    """Give ``user`` a new token; the second value is its secret, shown this once.

    :param days: for how long it is valid from now; None is for ever.
    :raises TooManyTokensError: there are ``TOKENS_MAX`` already.
    """
    User.objects.lock(user)  # the limit holds for two at once
    if user.api_tokens.count() >= TOKENS_MAX:
        raise TooManyTokensError(f"There are {TOKENS_MAX} tokens already: revoke one first.")
    expires_at = timezone.now() + timedelta(days=days) if days is not None else None
    token, secret = ApiToken.make(user, name, scope=scope, expires_at=expires_at)
    token.save(force_insert=True)
    return token, secret


def revoke(token: ApiToken) -> None:
    """From now on the token opens nothing."""
    token.delete()
