"""Knows every module; builds the application and mounts the routers. Nothing imports it but the CLI and the tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from duban import __version__
from duban.kernel import job_routes, middleware, problems
from duban.kernel.db import Database
from duban.kernel.web import Authenticate, DubanRoute
from duban.settings import Settings, load_settings

API = "/api/v1"


def routers() -> list[APIRouter]:
    """Every module's routers, in the order of the API's pages."""
    return [
        job_routes.router,
    ]


def create_app(
    settings: Settings | None = None, *, database: Database | None = None, authenticate: Authenticate | None = None
) -> FastAPI:
    """The application over `database` (made from the settings when not given).

    `authenticate` turns a request into its actor; tests of single parts bring their own.
    """
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await app.state.database.close()

    app = FastAPI(
        title="Duban 督办",
        version=__version__,
        summary="One ledger for health rectification campaigns: plan, duty, rectification, proof.",
        description=DESCRIPTION,
        docs_url="/docs",
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        swagger_ui_parameters={"persistAuthorization": True, "displayRequestDuration": True},
    )
    app.state.settings = settings
    app.state.database = database or Database(settings.async_database_url, pool_size=settings.pool_size)
    app.state.authenticate = authenticate
    app.router.route_class = DubanRoute
    problems.install(app)
    middleware.install(app, settings)
    for router in routers():
        app.include_router(router, prefix=API)
    _describe_security(app)
    return app


def _describe_security(app: FastAPI) -> None:
    build = app.openapi

    def openapi() -> dict[str, Any]:
        schema = build()
        schema.setdefault("components", {}).setdefault("securitySchemes", {})["bearer"] = {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token from `POST /api/v1/auth/token`.",
        }
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


DESCRIPTION = """
Duban (督办) supervises a matter until it is done.

* **Instants** are UTC, RFC 3339 (`2026-03-02T01:00:00Z`); **days** are `YYYY-MM-DD` in Asia/Shanghai.
* **Lists** take `limit`, `cursor`, `sort` and typed filters, and answer `{items, next_cursor}`.
* **Changes** need `If-Match` with the ETag you read. **POST** honours `Idempotency-Key`: retry without fear.
* **Refusals** are `application/problem+json` (RFC 9457) with a stable `code`; `errors[].pointer` names wrong values.
  Ask for English or Chinese with `Accept-Language`.
"""
