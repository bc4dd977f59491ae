"""What anybody may ask of an installation: whether it is alive, and whether its people are invented."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from duban.kernel import operations
from duban.main import create_app
from duban.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("environment", ["demo", "development", "production"])
async def test_only_a_demonstration_says_so_to_whoever_has_not_signed_in(settings: Settings, environment: str) -> None:
    app = FastAPI()
    app.state.settings = settings.model_copy(update={"environment": environment})
    operations.install(app, metrics=False, spa_dir=settings.spa_dir)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as anybody:
        alive = await anybody.get("/healthz")
    assert (alive.status_code, alive.text) == (200, "ok")
    assert alive.headers.get("duban-environment") == ("demo" if environment == "demo" else None)


async def test_a_path_that_the_api_does_not_have_is_refused_and_never_answered_with_a_page(
    settings: Settings, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<title>Duban</title>")
    (tmp_path / "secret").write_text("not a page")
    app = create_app(settings.model_copy(update={"spa_dir": pages}))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as anybody:
        for path in ("/", "/rectification", "/apian", "/..%2fsecret"):
            page = await anybody.get(path)
            assert (page.status_code, page.text) == (200, "<title>Duban</title>"), path
        for path in ("/api", "/api/v1", "/api/v1/nothing", "/api/v1/nothing/export", "/api/v2/duties"):
            refused = await anybody.get(path)
            assert (refused.status_code, refused.headers["content-type"]) == (404, "application/problem+json"), path
            assert refused.json()["code"] == "no_such_path"
