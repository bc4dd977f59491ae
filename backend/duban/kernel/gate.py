"""What no request gets past, before anybody is asked who they are: too large a body, and the character NUL.

PostgreSQL's text has no U+0000, so that nothing which names or holds one can be looked for or stored. Plain ASGI.
"""

from urllib.parse import parse_qsl

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duban.kernel.errors import FieldError, Invalid, Malformed, Problem, Text, TooLarge
from duban.kernel.nul import NUL, NUL_REFUSED
from duban.kernel.problems import answer


class Gate:
    """Refuses at once what can be refused without reading it, and a body as soon as it is larger than `limit` bytes.

    `unlimited` are the paths that take files: their routes count what they read.
    """

    def __init__(self, app: ASGIApp, *, limit: int, unlimited: tuple[str, ...]) -> None:
        self.app, self.limit, self.unlimited = app, limit, frozenset(unlimited)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if refusal := self._refusal(scope):
            await _refuse(refusal, scope, receive, send)
        elif scope["path"] in self.unlimited:
            await self.app(scope, receive, send)
        else:
            await self._counting(scope, receive, send)

    def _refusal(self, scope: Scope) -> Problem | None:
        declared = b""
        for name, value in scope["headers"]:
            if b"\0" in value:
                return _malformed(f"header {name.decode('latin-1')}")
            if name == b"content-length":
                declared = value
        if NUL in scope["path"]:
            return _malformed("path")
        query: bytes = scope["query_string"]
        if b"%00" in query or b"\0" in query:
            named = [name for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True) if NUL in value]
            errors = [FieldError(f"/{name}", "nul_character", NUL_REFUSED) for name in dict.fromkeys(named)]
            return Invalid("validation_failed", NUL_REFUSED, errors)
        if declared.isdigit() and int(declared) > self.limit and scope["path"] not in self.unlimited:
            return self._too_large()
        return None

    async def _counting(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application over a body of unknown length; what it says after the limit is passed is not sent."""
        size, over, begun = 0, False, False

        async def counted() -> Message:
            nonlocal size, over
            message = await receive()
            if message["type"] == "http.request":
                size += len(message.get("body", b""))
                if size > self.limit:
                    over = True
                    return {"type": "http.disconnect"}
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            if over and not begun:
                return
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except Exception:
            if not over or begun:
                raise
        if over and not begun:
            await _refuse(self._too_large(), scope, receive, send)

    def _too_large(self) -> Problem:
        return TooLarge(
            "body_too_large",
            Text(
                "请求内容超过 {kib} KiB。请分批提交；文件请用附件或批量导入上传。",
                "The body exceeds {kib} KiB. Send it in parts; files go to /attachments or /imports.",
            ).format(kib=self.limit // 1024),
            extra={"max_bytes": self.limit},
        )


def _malformed(where: str) -> Problem:
    return Malformed(
        "nul_character",
        Text(f"请求的 {where} 中含有空字符（U+0000），请删去。", f"There is a NUL (U+0000) in the {where}: remove it."),
    )


async def _refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    response = answer(Request(scope), problem)
    if isinstance(problem, TooLarge):
        response.headers["Connection"] = "close"  # the rest of the body is not waited for
    await response(scope, receive, send)
