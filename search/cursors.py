"""Places in a list, as opaque text: where the next page goes on (keyset paging)."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

import orjson


class CursorError(ValueError):
    """The text is no cursor that we gave out."""


def encode(values: Sequence) -> str:
    return urlsafe_b64encode(orjson.dumps(list(values))).rstrip(b"=").decode()


def decode(cursor: str, *types: type) -> list:
    """The values of a cursor made by ``encode``, which must be of ``types``.

    :raises CursorError: it is not one.
    """
    try:
        values = orjson.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise CursorError from error
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        raise CursorError
    return values
