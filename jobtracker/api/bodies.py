"""How bodies are read and written."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import orjson
from rest_framework import exceptions, parsers, renderers

from .errors import BODY_MAX, BodyTooLarge

DEPTH_MAX = 16

# What a number may look like that a float does not hold, once all its digits are 0.
_SHAPES = bytes.maketrans(b"123456789.E", b"0000000000e")
_DELICATE = (b"0" * 16, b"0e-000")


class JSONRenderer(renderers.BaseRenderer):
    """JSON through orjson: several times faster than DRF's own on long lists."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        if data is None:
            return b""
        # What is wrong with the items of a list is told by their numbers.
        return orjson.dumps(data, default=_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z)


def _plain(value):
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


class JSONParser(parsers.BaseParser):
    """JSON through orjson, within bounds: size and depth are checked before anything is built."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        body = stream.read(BODY_MAX + 1)
        if len(body) > BODY_MAX:
            raise BodyTooLarge
        if _depth(body) > DEPTH_MAX:
            raise exceptions.ParseError(f"JSON may be nested {DEPTH_MAX} levels deep.")
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(f"This is not JSON: {error}") from error
        shapes = body.translate(_SHAPES)
        if any(delicate in shapes for delicate in _DELICATE):
            # orjson makes floats of integers beyond 64 bits, and rounds; here they stay whole, for the fields to judge.
            return json.loads(body.decode(), parse_float=_exact)
        return data


def _exact(text: str) -> float:
    """:raises ParseError: another number would come back."""
    value = float(text)
    try:
        is_exact = Decimal(text) == Decimal(repr(value))
    except InvalidOperation:  # an exponent of twenty digits
        is_exact = False
    if not is_exact:
        raise exceptions.ParseError(f"A number has more digits than can be kept: {text[:40]}")
    return value


def _depth(body: bytes) -> int:
    """How deep brackets are nested, at most; a body with few of them is not looked at closely."""
    if body.count(b"[") + body.count(b"{") <= DEPTH_MAX:
        return 0
    depth = deepest = 0
    is_string = is_escaped = False
    for byte in body:
        if is_string:
            if is_escaped:
                is_escaped = False
            elif byte == 0x5C:
                is_escaped = True
            elif byte == 0x22:
                is_string = False
        elif byte == 0x22:
            is_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
