"""Applications to borrow. One is made once per process and serves world after world: making its routes ready takes
longer than most tests, and FastAPI remembers parts of some thousand, which the garbage collector then walks through."""

from dataclasses import dataclass

from fastapi import APIRouter, FastAPI

from duban.main import create_app
from duban.settings import Settings

PLACES = ("data_dir", "spa_dir", "database_url", "object_store_url")
"""Settings that say where a test's own files are: only the state of an application knows them, and no page is there."""


@dataclass
class Kept:
    """An application, what it was made from, and whether somebody has it."""

    settings: Settings
    routers: tuple[tuple[APIRouter, str], ...]
    app: FastAPI
    lent: bool = True


_kept: list[Kept] = []


def borrow(settings: Settings, routers: tuple[tuple[APIRouter, str], ...] = ()) -> FastAPI:
    """An application as `settings` want it, with `routers` besides, each below its prefix; nobody else has it now.

    What it works with is still somebody else's: equip it.
    """
    wanted = settings.model_copy(update=dict.fromkeys(PLACES, ""))
    for kept in _kept:
        if not kept.lent and (kept.settings, kept.routers) == (wanted, routers):
            kept.lent = True
            return kept.app
    app = create_app(settings)
    for router, prefix in routers:
        app.include_router(router, prefix=prefix)
    _kept.append(Kept(wanted, routers, app))
    return app


def give_back(app: FastAPI) -> None:
    for kept in _kept:
        if kept.app is app:
            kept.lent = False
