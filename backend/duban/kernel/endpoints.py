"""Endpoints made by a factory: FastAPI reads the signature, so a made function gets the one its schema asks for."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Body
from pydantic import BaseModel


def typed(function: Callable[..., Any], **annotations: type[BaseModel]) -> Callable[..., Any]:
    """`function` with the annotations of its body parameters replaced by the given schemas.

    A schema that asks for nothing may be left out of the request altogether.
    """
    signature = inspect.signature(function)
    parameters = [_body(p, annotations[p.name]) if p.name in annotations else p for p in signature.parameters.values()]

    async def endpoint(**given: Any) -> Any:
        return await function(**given)

    return _dressed(endpoint, function, signature.replace(parameters=parameters))


def _body(parameter: inspect.Parameter, schema: type[BaseModel]) -> inspect.Parameter:
    needed = any(field.is_required() for field in schema.model_fields.values())
    return parameter.replace(annotation=Annotated[schema, Body() if needed else Body(default_factory=schema)])


def bodiless(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` without its `body` parameter, which it then receives as None."""
    signature = inspect.signature(function)

    async def endpoint(**given: Any) -> Any:
        return await function(body=None, **given)

    kept = [p for p in signature.parameters.values() if p.name != "body"]
    return _dressed(endpoint, function, signature.replace(parameters=kept))


def _dressed(
    endpoint: Callable[..., Any], function: Callable[..., Any], signature: inspect.Signature
) -> Callable[..., Any]:
    endpoint.__signature__ = signature  # type: ignore[attr-defined]
    endpoint.__name__ = function.__name__
    endpoint.__doc__ = function.__doc__
    return endpoint
