"""The OpenAPI document: valid, complete, true; and the page that shows it."""

import re

import orjson
import pytest
from django.contrib.staticfiles import finders
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from tests.factories import JobFactory, JobTrackingFactory

DOCUMENT = orjson.loads(orjson.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
NOT_DESCRIBED = {
    "/api/",
    "/api/schema",
    "/api/docs",
    "/api/<path:rest>",
}  # the document itself, its page, and "not found"

CHANGES = {name: operation for name, operation in OPERATIONS.items() if not name.startswith("GET ")}

# By operation, what a rule can refuse it with.
CODES = {
    "track": {"already_tracked"},
    "tracked_change": {"rejected_locked", "stage_follows_events", "changed_meanwhile"},
    "untrack": {"not_interested", "not_empty"},
    "event_add": {"rejected_locked", "closed", "needs_offer"},
    "event_change": {"rejected_locked"},
    "event_delete": {"rejected_locked", "not_latest"},
    "resume_upload_url": {"rejected_locked", "too_large"},
    "resume_confirm": {"rejected_locked", "invalid_key", "not_uploaded", "not_pdf", "too_large"},
    "job_add": {"too_many"},
    "search_save": {"too_many"},
}

every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())


def wrong(value, schema: dict) -> list[str]:
    """What makes ``value`` no instance of ``schema``."""
    validator = Draft202012Validator(schema | {"components": DOCUMENT["components"]})
    return [error.message for error in validator.iter_errors(value)]


def contents(part: dict) -> list[tuple[dict, list]]:
    """(schema, examples) of a request body or a response."""
    return [
        (content["schema"], [example["value"] for example in content.get("examples", {}).values()])
        for content in part.get("content", {}).values()
    ]


def examples_of(operation: dict, status: str) -> list:
    """The examples of one of its answers; none where it has no such answer."""
    return [example for _, examples in contents(operation["responses"].get(status, {})) for example in examples]


def fields_of(schema: dict) -> set[str]:
    """The names of what a body may hold, in any of its shapes."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return set(schema.get("properties", {})).union(*map(fields_of, schema.get("oneOf", [])))


class TestDocument:
    def test_it_is_valid_openapi_3_1(self):
        validate_schema(DOCUMENT)

        assert DOCUMENT["openapi"] == "3.1.1"

    @pytest.mark.parametrize("accept", ["application/json", "application/yaml", "*/*"])
    def test_it_is_served_to_anybody(self, client, accept):
        answer = client.get("/api/schema", headers={"Accept": accept})

        assert answer.status_code == 200
        assert b"openapi" in answer.content[:40]

    def test_every_address_of_the_api_is_described(self):
        addresses = set()
        for pattern in get_resolver().url_patterns:
            nested = getattr(pattern, "url_patterns", None)
            for route in [pattern.pattern] if nested is None else [child.pattern for child in nested]:
                whole = str(route) if nested is None else f"{pattern.pattern}{route}"
                addresses.add("/" + re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", whole).replace("^", "").replace("\\Z", ""))

        described = {re.sub(r"\{\w+\}", "{}", path) for path in DOCUMENT["paths"]}
        api = {address.rstrip("$") for address in addresses if address.startswith("/api/")} - NOT_DESCRIBED
        assert {re.sub(r"\{\w+\}", "{}", address) for address in api} == described

    def test_operations_have_names_of_their_own(self):
        names = [operation["operationId"] for operation in OPERATIONS.values()]

        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


class TestOperations:
    @every_operation
    def test_it_says_what_it_does(self, operation):
        assert operation["summary"]
        assert len(operation["tags"]) == 1
        assert operation["security"] == [{"token": []}, {"session": []}]

    @every_operation
    def test_every_answer_has_an_example_that_fits(self, operation):
        for status, response in operation["responses"].items():
            for schema, examples in contents(response):
                assert examples, f"{status} has no example"
                assert [wrong(example, schema) for example in examples] == [[]] * len(examples)

    @every_operation
    def test_body_has_an_example_that_fits(self, operation):
        for schema, examples in contents(operation.get("requestBody", {})):
            assert examples
            assert [wrong(example, schema) for example in examples] == [[]] * len(examples)

    @every_operation
    def test_refusals_are_described(self, operation):
        statuses = set(operation["responses"])
        parameters = operation.get("parameters", [])

        assert {"401", "503"} <= statuses
        if any(parameter["in"] == "path" for parameter in parameters):
            assert "404" in statuses
        if "requestBody" in operation:
            assert {"400", "403", "413", "415"} <= statuses
        if any(parameter["in"] == "query" for parameter in parameters):
            assert "400" in statuses

    @every_operation
    def test_example_of_bad_input_names_what_the_operation_takes(self, operation):
        taken = {parameter["name"] for parameter in operation.get("parameters", [])}
        for schema, _ in contents(operation.get("requestBody", {})):
            taken |= fields_of(schema)

        named = {name for example in examples_of(operation, "400") if "code" not in example for name in example}

        assert named <= taken

    @pytest.mark.parametrize(("name", "codes"), CODES.items())
    def test_every_code_of_a_rule_has_its_example(self, name, codes):
        (operation,) = [one for one in OPERATIONS.values() if one["operationId"] == name]

        described = {
            example["code"]
            for status in ("400", "409")
            for example in examples_of(operation, status)
            if "code" in example
        }

        assert described == codes

    def test_no_other_operation_has_codes_of_rules(self):
        others = [one for one in OPERATIONS.values() if one["operationId"] not in CODES]

        assert [example for one in others for example in examples_of(one, "400") if "code" in example] == []

    @pytest.mark.parametrize("operation", CHANGES.values(), ids=CHANGES.keys())
    def test_change_names_both_ways_of_being_forbidden(self, operation):
        codes = [example["code"] for example in examples_of(operation, "403")]

        assert codes == ["permission_denied", "read_only_token"]

    @every_operation
    def test_parameters_say_what_they_are(self, operation):
        for parameter in operation.get("parameters", []):
            assert parameter["schema"]["type"]
            assert parameter["in"] == "path" or parameter["description"]


@pytest.mark.django_db
class TestAnswers:
    """What is served is what is described."""

    @pytest.mark.parametrize(
        ("path", "described", "status"),
        [
            ("/api/jobs", "/api/jobs", "200"),
            ("/api/jobs?limit=x", "/api/jobs", "400"),
            ("/api/jobs/{pk}", "/api/jobs/{id}", "200"),
            ("/api/jobs/0", "/api/jobs/{id}", "404"),
            ("/api/companies", "/api/companies", "200"),
            ("/api/companies?open=x", "/api/companies", "400"),
            ("/api/me", "/api/me", "200"),
        ],
    )
    def test_answer_fits_its_schema(self, api, user, path, described, status):
        job = JobFactory(salary_min=1, salary_currency="EUR", salary_period="year", workplace="remote")
        JobFactory(private_to=user)

        answer = api.get(path.format(pk=job.pk))

        ((schema, _),) = contents(DOCUMENT["paths"][described]["get"]["responses"][status])
        assert answer.status_code == int(status)
        assert wrong(answer.json(), schema) == []

    @pytest.mark.parametrize("stored", [{}, {"title": 7}, {"salary": {"min": "much"}}])
    def test_tracked_job_fits_its_schema_whatever_was_kept_of_its_posting(self, api, user, stored):
        tracking = JobTrackingFactory(user=user, posting=stored)

        answer = api.get(f"/api/tracked/{tracking.pk}")

        ((schema, _),) = contents(DOCUMENT["paths"]["/api/tracked/{id}"]["get"]["responses"]["200"])
        assert (answer.status_code, wrong(answer.json(), schema)) == (200, [])

    def test_no_field_is_answered_without_being_described(self, api):
        JobFactory()

        (job,) = api.get("/api/jobs").json()["results"]
        detail = api.get(f"/api/jobs/{job['id']}").json()

        schemas = DOCUMENT["components"]["schemas"]
        assert list(job) == list(schemas["Job"]["properties"])
        assert list(detail) == list(schemas["JobDetail"]["properties"])

    @pytest.mark.parametrize("example", [{"title": "a"}, {"title": "a", "company": "b", "salary": {"min": -1}}])
    def test_refused_body_fits_its_schema(self, api, example):
        answer = api.post("/api/jobs", example)

        ((schema, _),) = contents(DOCUMENT["paths"]["/api/jobs"]["post"]["responses"]["400"])
        assert (answer.status_code, wrong(answer.json(), schema)) == (400, [])


class TestDocs:
    def test_page_has_files_of_ours_alone_and_nothing_inline(self, client):
        answer = client.get("/api/docs")

        linked = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
        assert answer.status_code == 200
        assert linked == [
            "/static/drf_spectacular_sidecar/swagger-ui-dist/favicon-32x32.png",
            "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css",
            "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js",
            "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-standalone-preset.js",
            "/api/docs?script=",
        ]
        assert [path for path in linked[:-1] if not finders.find(path.removeprefix("/static/"))] == []
        assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", answer.text) == []

    def test_script_is_a_file_of_its_own(self, client):
        answer = client.get("/api/docs?script=")

        assert (answer.status_code, answer["Content-Type"]) == (200, "application/javascript")
        assert '"/api/schema"' in answer.text
