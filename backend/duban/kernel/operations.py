"""For whoever runs the installation: is it alive, is it ready, what does it count; and the built web pages."""

from pathlib import Path

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from duban.kernel.outages import FAILURES
from duban.kernel.web import database

PAGES_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
"""Everything from this installation itself; styles inline because the component library writes them so."""


def install(app: FastAPI, *, metrics: bool, spa_dir: Path) -> None:
    """Add `/healthz`, `/readyz`, `/metrics` and, where `spa_dir` exists, the web pages at `/`."""

    @app.get("/healthz", include_in_schema=False)
    async def alive(request: Request) -> Response:
        """Says besides whether this is a demonstration: the sign-in page warns of invented people."""
        demo = request.app.state.settings.environment == "demo"
        return PlainTextResponse("ok", headers={"Duban-Environment": "demo"} if demo else None)

    @app.get("/readyz", include_in_schema=False)
    async def ready(request: Request) -> Response:
        """503 until the database answers and has its schema."""
        try:
            async with database(request).reading() as connection:
                await connection.execute(text("SELECT 1 FROM organisation LIMIT 1"))
        except FAILURES:
            return JSONResponse({"ready": False, "why": "database"}, status_code=503)
        return JSONResponse({"ready": True})

    if metrics:

        @app.get("/metrics", include_in_schema=False)
        async def measured() -> Response:
            return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    if (spa_dir / "index.html").is_file():
        _pages(app, spa_dir)


def _pages(app: FastAPI, folder: Path) -> None:
    app.mount("/assets", StaticFiles(directory=folder / "assets", check_dir=False), name="assets")
    index = folder / "index.html"
    root = folder.resolve()

    @app.get("/{path:path}", include_in_schema=False)
    async def page(path: str) -> Response:
        """A file of the built pages, or the page itself: its own router reads the address. Never outside the folder,
        and never for the API: who asks it for a path that does not exist is told so, and not given a page to parse."""
        if path.partition("/")[0] == "api":
            raise HTTPException(404)
        wanted = (root / path).resolve()
        found = wanted if path and wanted.is_file() and wanted.is_relative_to(root) else index
        return FileResponse(found, headers={"Content-Security-Policy": PAGES_POLICY})
