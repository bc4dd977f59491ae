"""The contract as a file: written by the code, with an example that works for everything a client sends."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from duban.main import create_app
from duban.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    app: FastAPI = create_app(Settings(environment="development"))
    written: dict[str, Any] = json.loads(orjson.dumps(app.openapi()))
    return written


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, op) for path, item in document["paths"].items() for method, op in item.items()]


def test_the_committed_contract_is_what_the_code_says(document: dict[str, Any]) -> None:
    assert json.loads((ROOT / "openapi" / "openapi.json").read_text()) == document


def test_operation_ids_are_unique_and_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    ids = [op["operationId"] for _, _, op in operations(document)]
    assert len(ids) == len(set(ids))
    assert [i for (_, _, op), i in zip(operations(document), ids, strict=True) if not op.get("summary")] == []


def test_every_refusal_has_the_one_problem_shape(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                content = response.get("content", {})
                assert list(content) == ["application/problem+json"], (method, path, status)


def test_every_secured_operation_documents_401(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if operation.get("security"):
            assert "401" in operation["responses"], (method, path)


def test_every_operation_that_takes_an_idempotency_key_documents_that_one_may_be_malformed(
    document: dict[str, Any],
) -> None:
    keyed = [
        (method, path, operation["responses"])
        for path, method, operation in operations(document)
        if any(p.get("name", "").lower() == "idempotency-key" for p in operation.get("parameters", ()))
    ]
    assert keyed
    assert [(method, path) for method, path, responses in keyed if "400" not in responses] == []


def test_every_operation_with_a_body_documents_that_one_may_not_be_readable(document: dict[str, Any]) -> None:
    with_body = [(m, p, op["responses"]) for p, m, op in operations(document) if "requestBody" in op]
    assert with_body
    assert [(method, path) for method, path, responses in with_body if "400" not in responses] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    found = set(references(document))
    assert found
    assert found - known == set()


def test_every_change_asks_for_if_match_or_is_a_creation(document: dict[str, Any]) -> None:
    """PATCH always, or what tus 1.0.0 has in its place; 428 is documented wherever If-Match is a parameter."""
    for path, method, operation in operations(document):
        named = {p["name"].lower() for p in operation.get("parameters", [])}
        if method == "patch":
            assert named & {"if-match", "upload-offset"}, path
        if "if-match" in named:
            assert "428" in operation["responses"], (method, path)


WITHOUT_A_KEY = {
    "auth_token": "signing in again makes another session, and no record of it is doubled",
    "auth_logout": "ends what is ended already",
    "auth_change_password": "asks for the present password, which a change that was made has replaced",
    "auth_totp_start": "asks for the password, and shows a secret: an answer kept for a retry would keep the secret",
    "auth_totp_disable": "asks for the password; nothing is left to end the second time",
    "complaint_similar": "a look for what may be the same: nothing is written",
    "public_promise_judge": "nobody signed in whose keys could be told apart; who judges again at once is refused",
    "user_reveal": "a look: an answer kept for a retry would keep what is protected, and every look is journalled",
}
"""POSTs that may be repeated as they are, and why."""


def test_every_post_takes_an_idempotency_key(document: dict[str, Any]) -> None:
    without = [
        operation["operationId"]
        for _, method, operation in operations(document)
        if method == "post"
        and not any(p.get("name", "").lower() == "idempotency-key" for p in operation.get("parameters", ()))
    ]
    assert set(without) - set(WITHOUT_A_KEY) == set()


def test_every_step_on_a_record_asks_for_what_was_read(document: dict[str, Any]) -> None:
    """`POST /things/{id}/step` changes a record, unless it adds something below it or only looks."""
    blind = [
        operation["operationId"]
        for path, method, operation in operations(document)
        if method == "post"
        and re.search(r"/\{id\}/[a-z-]+$", path)
        and "201" not in operation["responses"]
        and not any(p["name"].lower() == "if-match" for p in operation.get("parameters", ()))
    ]
    assert set(blind) - set(LOOKING) == set()


LOOKING = {
    "clue_reveal": "shows what is protected",
    "complaint_reveal": "shows what is protected",
    "dispute_reveal": "shows what is protected",
    "import_secrets": "shows them once to whoever ran the import",
    "notification_mark_read": "one's own, and read stays read",
    "complaint_similar": "a look for what may be the same: nothing is written",
    "public_promise_judge": "adds a judgement, and shows nothing of the record",
    "session_end": "ended stays ended, whatever the session was used for meanwhile",
    "user_reveal": "shows what is protected",
}
"""Steps that change nothing of the record, and why they are POSTs."""


def test_examples_are_valid_against_their_schemas(document: dict[str, Any]) -> None:
    broken = []
    for name, schema in document["components"]["schemas"].items():
        examples = [*schema.get("examples", []), *([schema["example"]] if "example" in schema else [])]
        for example in examples:
            whole = {**schema, "components": document["components"]}
            broken += [(name, e.message) for e in Draft202012Validator(whole).iter_errors(example)]
    assert broken == []


def test_every_body_a_client_sends_has_an_example(document: dict[str, Any]) -> None:
    without = []
    for path, method, operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            continue
        reference = content["schema"].get("$ref") or next(
            (part["$ref"] for part in content["schema"].get("anyOf", []) if "$ref" in part), None
        )
        if reference is None:
            continue
        schema = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
        if schema.get("required") and not schema.get("examples"):
            without.append((method, path))
    assert without == []
