"""What of an account lies in tables that no foreign key leads to: it has to be asked to go."""

import hashlib

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, models
from django.db.models.functions import Cast
from psycopg import sql

from accounts.models import User


def sign_out_everywhere(user: User) -> None:
    keys = UserSession.objects.filter(user=user).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()


def forget_log(user: User) -> None:
    """Remove what the admin's log says of the account, and of what is the person's own."""
    _entries(User, User.objects.filter(pk=user.pk)).delete()
    for relation in User._meta.related_objects:
        own = relation.related_model._base_manager.filter(**{relation.field.name: user})
        _entries(relation.related_model, own).delete()


def _entries(model: type[models.Model], rows: models.QuerySet) -> models.QuerySet:
    content_type = ContentType.objects.get_for_model(model)
    ids = rows.order_by().annotate(key=Cast("pk", models.TextField())).values("key")
    return LogEntry.objects.filter(content_type=content_type, object_id__in=ids)


def forget_limits(user: User) -> None:
    """Remove what counts the person's tries, whose keys name them.

    Only where the cache is a table, which keeps expired rows until it is full; others drop them within minutes.
    """
    if not isinstance(cache._connections[cache._alias], DatabaseCache):
        return
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in (user.email, f"mfa-auth-user-{user.pk}")]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("DELETE FROM {} WHERE cache_key ~ %s").format(sql.Identifier(cache._table)),
            [rf":user:{user.pk}(:lock)?$|[?]user={user.pk}&|{'|'.join(digests)}"],
        )
