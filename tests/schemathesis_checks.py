"""What Schemathesis has to know of this product: why data that fits the OpenAPI document may be refused all the same,
and what fits it although it was made not to.
"""

import json
from urllib.parse import parse_qs, urlsplit

import schemathesis
from jsonschema import Draft202012Validator, FormatChecker
from requests import Request
from schemathesis.core.parameters import ParameterLocation

# What the domain says of a field, and no schema can.
OF_THE_DOMAIN = {
    "title": "has something that can be seen",
    "company": "has something that can be seen",
    "name": "has something that can be seen",
    "cursor": "belongs to one list",
    "start": "lies between 1970 and 2100",
    "end": "comes after the start, at most 24 months later",
    "url": "is a web address",
    "apply_url": "is a web address",
    "currency": "is one of ISO 4217",
    "event_type": "of an event stays what it is",
    "event_date": "lies between 1970 and 2100",
    "posted_at": "lies between 1970 and 2100",
    "query": "narrows the search",
    "max": "is not less than the minimum",
    "note": "is an object of at most 16 KiB and 5 levels",
    "notes": "are an object of at most 16 KiB and 5 levels",
}


@schemathesis.check
def valid_data_is_refused_by_a_rule_alone(ctx, response, case) -> None:
    """A 400 to what fits the document has the code of a rule, or names a field of which the domain knows more."""
    meta = case.meta
    if response.status_code != 400 or meta is None or not meta.generation.mode.is_positive:
        return
    refusal = response.json()
    names = set(refusal.get("salary", refusal)) if isinstance(refusal, dict) else {"?"}
    if "code" not in refusal and not names <= OF_THE_DOMAIN.keys():
        raise AssertionError(f"The document lets this in, the API does not: {refusal}")


@schemathesis.hook
def filter_case(context, case) -> bool:
    """Leave out a query that is wrong only until it is written out: an empty list is a blank then, an object a text."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_negative:
        return True
    wrong = [location for location, part in meta.components.items() if part.mode.is_negative]
    return wrong != [ParameterLocation.QUERY] or not fits_as_sent(case)


def fits_as_sent(case) -> bool:
    """Whether each parameter of the case's query is right by the document, read from the address as it is sent."""
    address = Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare().url
    sent = parse_qs(urlsplit(address).query, keep_blank_values=True)
    declared = case.operation.definition.raw.get("parameters", ())
    return all(
        _is_right(parameter["schema"], sent[parameter["name"]]) for parameter in declared if _is_sent(parameter, sent)
    )


def _is_sent(parameter: dict, sent: dict[str, list[str]]) -> bool:
    return parameter["in"] == "query" and parameter["name"] in sent


def _is_right(schema: dict, texts: list[str]) -> bool:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    if schema["type"] == "array":
        return validator.is_valid(texts)
    if len(texts) > 1:
        return False
    return texts == [""] or validator.is_valid(texts[0] if schema["type"] == "string" else _plain(texts[0]))


def _plain(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
