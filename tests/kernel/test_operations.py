"""What anybody may ask of an installation: whether it is alive, and whether its people are invented."""

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from duban.kernel import operations
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
