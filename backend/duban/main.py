"""Knows every module; builds the application and mounts the routers. Nothing imports it but the CLI and the tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi_swagger import patch_fastapi
from starlette.datastructures import State

from duban import __version__
from duban.campaigns import duty_routes, opening, plan_routes, progress_routes, releasing, task_sources, text_routes
from duban.campaigns import event_routes as duty_event_routes
from duban.campaigns import evidence as duty_evidence
from duban.campaigns import overview as duty_overview
from duban.campaigns import routes as campaign_routes
from duban.clues import evidence as clue_evidence
from duban.clues import kind_routes as clue_kind_routes
from duban.clues import report_routes as clue_report_routes
from duban.clues import routes as clue_routes
from duban.clues import transfer_routes as clue_transfer_routes
from duban.complaints import clues as complaint_clues
from duban.complaints import evidence as complaint_evidence
from duban.complaints import message_routes as complaint_messages
from duban.complaints import public_routes as complaint_public
from duban.complaints import repeat_finding, repeat_routes
from duban.complaints import routes as complaint_routes
from duban.complaints import source_routes as complaint_source_routes
from duban.complaints import window_routes as complaint_windows
from duban.disputes import evidence as dispute_evidence
from duban.disputes import overview as dispute_overview
from duban.disputes import routes as dispute_routes
from duban.handoff import evidence as handoff_evidence
from duban.handoff import machine_routes as handoff_machine_routes
from duban.handoff import routes as handoff_routes
from duban.imports import housekeeping as import_housekeeping
from duban.imports import routes as import_routes
from duban.institutions import contact_routes, past_routes
from duban.institutions import routes as institution_routes
from duban.kernel import (
    calendar_routes,
    clock_recompute,
    clock_routes,
    deadline_sweep,
    event_routes,
    evidence_routes,
    housekeeping,
    job_routes,
    journal_routes,
    marks,
    middleware,
    notifications,
    operations,
    problems,
    regional_routes,
    search,
    upload_routes,
    worklist,
)
from duban.kernel.db import Database
from duban.kernel.directory import Directory
from duban.kernel.web import Authenticate, DubanRoute
from duban.loading import load_settings, refuse_unsafe
from duban.notices import evidence as notice_evidence
from duban.notices import overview as notice_overview
from duban.notices import routes as notice_routes
from duban.orgs import authentication
from duban.orgs import housekeeping as orgs_housekeeping
from duban.orgs import routes as orgs_routes
from duban.orgs.manifest_signing import InstallationSigner
from duban.rectification import evidence as task_evidence
from duban.rectification import overview as task_overview
from duban.rectification import public_routes as rectification_public
from duban.rectification import routes as rectification_routes
from duban.referrals import evidence as referral_evidence
from duban.referrals import letter_routes as referral_letters
from duban.referrals import package_routes as referral_packages
from duban.referrals import routes as referral_routes
from duban.settings import Settings
from duban.webhooks import housekeeping as webhook_housekeeping
from duban.webhooks import routes as webhook_routes

API = "/api/v1"

BACKGROUND = (
    clock_recompute,
    complaint_clues,
    deadline_sweep,
    housekeeping,
    import_housekeeping,
    opening,
    orgs_housekeeping,
    repeat_finding,
    webhook_housekeeping,
)
"""Importing these declares their jobs and ticks. A worker imports this module, and so knows every kind."""

EVIDENCE = (
    clue_evidence,
    complaint_evidence,
    dispute_evidence,
    duty_evidence,
    handoff_evidence,
    notice_evidence,
    referral_evidence,
    task_evidence,
)
"""Importing these declares which matters take attachments."""

TASK_SOURCES = (task_sources,)
"""Importing these lets drafts of rectification tasks name what they keep."""

OVERVIEWS = (dispute_overview, duty_overview, notice_overview, task_overview)
"""Importing these adds their part to an institution's overview."""

ENDINGS = (releasing,)
"""Importing these says what else ends when an organisation is closed."""


TAKES_FILES = (f"{API}/attachments", f"{API}/imports", f"{API}/public/complaints/mine/photos")
"""Here bodies are streams, counted against the limit of uploads as they come in."""


def routers() -> list[APIRouter]:
    """Every module's routers, in the order of the API's pages."""
    return [
        *orgs_routes.ROUTERS,
        institution_routes.router,
        past_routes.router,
        contact_routes.router,
        import_routes.router,
        job_routes.router,
        calendar_routes.router,
        regional_routes.router,
        clock_routes.router,
        evidence_routes.router,
        upload_routes.router,
        worklist.router,
        notifications.router,
        search.router,
        journal_routes.router,
        event_routes.router,
        webhook_routes.router,
        plan_routes.plans,
        plan_routes.forms,
        text_routes.router,
        campaign_routes.router,
        progress_routes.router,
        duty_routes.router,
        duty_event_routes.router,
        complaint_source_routes.router,
        complaint_routes.router,
        repeat_routes.router,
        complaint_messages.router,
        complaint_windows.router,
        complaint_public.router,
        dispute_routes.router,
        clue_kind_routes.router,
        clue_report_routes.router,
        clue_routes.router,
        clue_transfer_routes.router,
        referral_routes.router,
        referral_letters.router,
        referral_packages.router,
        handoff_routes.router,
        handoff_machine_routes.router,
        rectification_routes.router,
        rectification_public.router,
        notice_routes.router,
    ]


def create_app(
    settings: Settings | None = None, *, database: Database | None = None, authenticate: Authenticate | None = None
) -> FastAPI:
    """The application over `database` (made from the settings when not given).

    `authenticate` turns a request into its actor: bearer tokens, unless a test of single parts brings its own.
    """
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            if settings.is_production:
                refuse_unsafe(settings, demo_data=await marks.has_mark(app.state.database, marks.DEMO_DATA))
            yield
            await event_routes.close(app)
        finally:
            await app.state.database.close()

    app = FastAPI(
        title="Duban 督办",
        version=__version__,
        summary="One ledger for health rectification campaigns: plan, duty, rectification, proof.",
        description=DESCRIPTION,
        docs_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
    )
    patch_fastapi(app, docs_url="/docs", redirect_from_root_to_docs=False)
    equip(app, settings, database=database, authenticate=authenticate)
    app.router.route_class = DubanRoute
    problems.install(app)
    middleware.install(app, settings, unlimited=TAKES_FILES)
    directory = Directory(API)
    for router in routers():
        app.include_router(router, prefix=API)
        directory.enter(router, app.router.routes[-1])
    app.router.routes.insert(0, directory)
    app.include_router(orgs_routes.WELL_KNOWN)
    _describe(app)
    operations.install(app, metrics=settings.metrics_enabled, spa_dir=settings.spa_dir)
    return app


def equip(
    app: FastAPI,
    settings: Settings,
    *,
    database: Database | None = None,
    authenticate: Authenticate | None = None,
) -> None:
    """Give `app` all that its requests work with, as `create_app` does: nothing of what it had before is left."""
    app.state = State()
    app.state.settings = settings
    app.state.database = database or Database(
        settings.async_database_url, pool_size=settings.pool_size, timeouts=settings.session_timeouts(api=True)
    )
    app.state.authenticate = authenticate or authentication.authenticate
    app.state.manifest_signer = InstallationSigner(app.state.database, settings)
    authentication.install(app)
    event_routes.install(app)


def _describe(app: FastAPI) -> None:
    """Finish the OpenAPI document: how one signs in, and that a refusal is never anything but a problem."""
    build = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = build()
            schema.setdefault("components", {}).setdefault("securitySchemes", {})["bearer"] = {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "An access token from `POST /api/v1/auth/token`.",
            }
            for item in schema["paths"].values():
                for operation in item.values():
                    for status, response in operation["responses"].items():
                        if status.startswith(("4", "5")):
                            response["content"] = problems.CONTENT
            for unused in ("HTTPValidationError", "ValidationError"):
                schema["components"]["schemas"].pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


DESCRIPTION = """
Duban (督办) supervises a matter until it is done.

* **Instants** are UTC, RFC 3339 (`2026-03-02T01:00:00Z`); **days** are `YYYY-MM-DD` in Asia/Shanghai.
* **Lists** take `limit`, `cursor`, `sort` and typed filters, and answer `{items, next_cursor}`.
* **Changes** need `If-Match` with the ETag you read. **POST** honours `Idempotency-Key`: retry without fear.
* **Refusals** are `application/problem+json` (RFC 9457) with a stable `code`; `errors[].pointer` names wrong values.
  Ask for English or Chinese with `Accept-Language`.
* **Files** go with `POST /attachments`; over a bad line in parts through `/uploads` (tus 1.0.0).
* **Bodies** beyond `DUBAN_MAX_BODY_BYTES` (2 MiB) answer 413 `body_too_large`, files excepted. The character U+0000 is
  taken nowhere (400, 422). A database out of reach or too busy answers 503 with `Retry-After`: ask again.
"""
