"""What the clockwork does for people and the tree: writes down which sessions are over, forgets counted attempts and
retired private keys, sets right what a move left behind; and, since the keys are here, signs the journal's head once a
day."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from duban.kernel.errors import Text
from duban.kernel.jobs import Work
from duban.kernel.schedule import daily, every
from duban.kernel.verification import export_anchor
from duban.loading import load_settings
from duban.orgs import moves, sessions, throttling
from duban.orgs.signing import ensure_signing_key, forget_retired


@every("session-sweep", minutes=10, title=Text("清理过期登录", "Write down which sessions are over"))
async def sweep_sessions(work: Work) -> Mapping[str, Any]:
    """Mark idle and expired sessions as ended; they let nobody in already."""
    async with work.step() as act:
        return {"ended": await sessions.end_stale(act.db, act.now, work.settings or load_settings())}


@every("signing-key-retirement", minutes=60, title=Text("清除已退役的私钥", "Forget retired private keys"))
async def forget_private_halves(work: Work) -> Mapping[str, Any]:
    """Drop the private halves of signing keys that have retired: what is not there cannot be stolen."""
    async with work.step() as act:
        return {"forgotten": await forget_retired(act)}


@daily("sign-in-cleanup", at=time(3, 40), title=Text("清理登录计数", "Forget counted attempts to sign in"))
async def forget_attempts(work: Work) -> Mapping[str, Any]:
    """Drop counters that nobody has counted on for a day."""
    async with work.step() as act:
        return {"forgotten": await throttling.forget_old(act.db, act.now)}


@daily("tree-reseat", at=time(3, 50), title=Text("校正机构归属", "Set rows right that a move missed"))
async def reseat(work: Work) -> Mapping[str, Any]:
    """Give rows written in the very moment of a move the place of their organisation."""
    async with work.step() as act:
        return {"corrected": await moves.reseat(act.db)}


@daily("journal-anchor", at=time(0, 10), title=Text("签发日志锚点", "Sign the journal's head"))
async def anchor_journal(work: Work) -> Mapping[str, Any]:
    """Verify what came since yesterday's anchor and sign the head. A broken chain is signed by nobody: the job fails
    and stays in sight."""
    async with work.step() as act:
        key = await ensure_signing_key(act.db, work.settings or load_settings())
    anchor = await export_anchor(work.database, key)
    return {"position": anchor.position, "hash": anchor.hash} if anchor else {"position": 0}
