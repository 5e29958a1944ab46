"""Answers that the client has already."""

from collections.abc import Callable
from hashlib import blake2b

import orjson
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.response import Response


class ConditionalMixin:
    """Reads of a view that need not be made and sent again (RFC 9110, 13.1.2)."""

    def unless_unchanged(self, facts, make: Callable[[], dict]) -> HttpResponseBase:
        """What ``make`` makes of ``facts``, with a tag of theirs; 304, and nothing is made, if the client has that.

        ``facts`` change with all that the answer tells of what is stored. Another release may tell it differently: its
        static files differ, too, among them the declared notes and the logos.
        """
        release = getattr(staticfiles_storage, "manifest_hash", "")
        told = (release, self.request.get_full_path(), self.request.user.pk, facts)
        tag = f'"{blake2b(orjson.dumps(told, default=tuple), digest_size=16).hexdigest()}"'
        answer = get_conditional_response(self.request, etag=tag) or Response(make())
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer
