"""A transaction of its own for what must be written although the request is refused: a failed sign-in, a stolen token.

A route's transaction rolls back with its refusal. Here the refusal is returned as a value, the block ends, the writes
are committed, and only then does the caller raise. Never open one inside a route's own transaction.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Text, Unavailable
from duban.kernel.system_actor import system_act


@asynccontextmanager
async def own_act(database: Database, me: Actor | None = None, *, request_id: str | None = None) -> AsyncIterator[Act]:
    """An act of `me`, or of the system where nobody is signed in yet. Raises Unavailable: `not_set_up`."""
    async with database.transaction() as db:
        act = Act(db, me, now()) if me is not None else await system_act(db)
        if act is None:
            raise Unavailable(
                "not_set_up",
                Text(
                    "系统尚未初始化：还没有任何机构。请管理员先运行初始化命令。",
                    "Nothing is set up yet: there is no organisation. The administrator runs the set-up command first.",
                ),
            )
        act.request_id = request_id
        yield act
    for call in act.after_commit:
        call()
