"""A check of our own for Schemathesis: why data that fits the OpenAPI document may be refused all the same."""

import schemathesis

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
