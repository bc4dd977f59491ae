"""A citizen without an account, who knows nothing but the code on the receipt."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from duban.complaints.public_form import EDITION
from support.uploads import BOUNDARY, multipart, png
from support.world import World

PUBLIC = "/public/complaints"
MINE = f"{PUBLIC}/mine"
CITIZEN = {
    "complainant_name": "欧阳小明",
    "complainant_phone": "13800138000",
    "patient_name": "欧阳建国",
    "visit_number": "MZ20260302",
}


@dataclass
class Citizen:
    """Somebody at the public page. `code` is the receipt's, once there is one."""

    world: World
    code: str = ""
    receipt: dict[str, Any] | None = None

    def content(self, **given: Any) -> dict[str, Any]:
        """A complete complaint about the north hospital, under a name."""
        return {
            "organisation_id": str(self.world.organisations["north_hospital"].id),
            "matter": "waiting",
            "facts": "上午八点取号，至下午三点仍未检查。期间无人说明原因。",
            "request": "说明原因并安排检查",
            "is_real_name": True,
            "relation": "relative",
            **CITIZEN,
            "consented": True,
            "notice_edition": EDITION,
            **given,
        }

    async def send(self, key: str | None = None, **given: Any) -> httpx.Response:
        """Send a complaint, whatever comes of it."""
        body = {name: value for name, value in self.content(**given).items() if value is not None}
        return await self.world.http.post(PUBLIC, json=body, headers={"Idempotency-Key": key or str(uuid4())})

    async def complain(self, **given: Any) -> "Citizen":
        answer = await self.send(**given)
        assert answer.status_code == 201, answer.text
        self.receipt = answer.json()
        self.code = answer.json()["receipt_code"]
        return self

    async def get(self, path: str = "", code: str | None = None, **headers: str) -> httpx.Response:
        return await self.world.http.get(f"{MINE}{path}", headers={"Receipt-Code": code or self.code, **headers})

    async def mine(self) -> dict[str, Any]:
        answer = await self.get()
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def post(self, path: str, json: Any, **headers: str) -> httpx.Response:
        return await self.world.http.post(f"{MINE}/{path}", json=json, headers={"Receipt-Code": self.code, **headers})

    async def say(self, text: str) -> httpx.Response:
        return await self.post("messages", {"text": text})

    async def photo(self, content: bytes | None = None, name: str = "照片.png", **headers: str) -> httpx.Response:
        return await self.world.http.post(
            f"{MINE}/photos",
            content=multipart(png() if content is None else content, name),
            headers={
                "Receipt-Code": self.code,
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                **headers,
            },
        )
