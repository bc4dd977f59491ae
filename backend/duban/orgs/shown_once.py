"""Answers that hold a secret: shown once, and remembered for a retry without it."""

from typing import Any

import orjson
from fastapi import Response

from duban.kernel.idempotency import ShownOnce
from duban.kernel.lane import dump


def shown_once(answer: Response, **secrets: Any) -> ShownOnce:
    """`answer` (JSON) with `secrets` added as fields, which are null where the answer is repeated."""
    body = orjson.loads(answer.body)
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return ShownOnce(
        dump({**body, **secrets}),
        dump({**body, **dict.fromkeys(secrets)}),
        status_code=answer.status_code,
        headers=headers,
    )
