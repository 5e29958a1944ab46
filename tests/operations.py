"""The API's operations as the OpenAPI document has them: whoever walks these walks tomorrow's too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from drf_spectacular.generators import SchemaGenerator

DOCUMENT = orjson.loads(orjson.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    described: dict

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def parameters(self, place: str) -> list[str]:
        """The names of those in the ``path`` or the ``query``."""
        return [given["name"] for given in self.described.get("parameters", []) if given["in"] == place]

    @property
    def example(self) -> dict | None:
        """A body that fits, or None where there is no body."""
        return next((next(iter(content["examples"].values()))["value"] for content in self._bodies), None)

    @property
    def body(self) -> bytes:
        """The example as it is sent; nothing where there is no body."""
        return b"" if self.example is None else orjson.dumps(self.example)

    @property
    def fields(self) -> list[tuple[str | int, ...]]:
        """The way to each field of the body, also to those inside others: ("salary", "min"), ("locations", 0)."""
        return list(dict.fromkeys(field for content in self._bodies for field in _fields(content["schema"])))

    def address(self, ids: dict[str, str | int], query: str = "") -> str:
        """The path with ids in it."""
        path = re.sub(r"\{(\w+)\}", lambda name: str(ids[name[1]]), self.path)
        return f"{path}?{query}" if query else path

    @property
    def _bodies(self) -> list[dict]:
        return list(self.described.get("requestBody", {}).get("content", {}).values())


OPERATIONS = [
    Operation(method.upper(), path, described)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
]


def _fields(schema: dict, way: tuple = ()) -> Iterator[tuple[str | int, ...]]:
    if "$ref" in schema:
        yield from _fields(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], way)
    for kind in ("oneOf", "anyOf", "allOf"):
        for variant in schema.get(kind, ()):
            yield from _fields(variant, way)
    for name, inner in schema.get("properties", {}).items():
        yield (*way, name)
        yield from _fields(inner, (*way, name))
    if isinstance(schema.get("items"), dict):
        yield (*way, 0)
        yield from _fields(schema["items"], (*way, 0))
