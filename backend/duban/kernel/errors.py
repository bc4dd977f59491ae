"""Everything the API may refuse with. Plain Python: `problems.py` is the only place where these become HTTP.

Problem
  x Malformed           400  the request itself cannot be read (cursor, header, encoding)
  x Unauthenticated     401  nobody is signed in, or the token is no longer good
  x Forbidden           403  you may see it, you may not do this
  x NotFound            404  no such row, or not in your part of the tree (the same words, on purpose)
  x Conflict            409  the row's state, or another row, forbids it
  x PreconditionFailed  412  the row changed since you read it
  x TooLarge            413  more bytes than allowed
  x UnsupportedMedia    415  a type of content that is not taken here
  x Invalid             422  the payload is well formed and wrong; `errors` points at the fields
  x PreconditionMissing 428  send If-Match
  x TooMany             429  slow down; `retry_after` seconds
  x Unavailable         503  try again; `retry_after` seconds

Every refusal carries a stable `code` (snake_case, for programs) and a `Text` that says what to do next (for people).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Text:
    """A sentence in both interface languages. `{name}` placeholders are filled by `format`."""

    zh: str
    en: str

    def format(self, **values: object) -> "Text":
        return Text(self.zh.format(**values), self.en.format(**values))

    def into(self, language: str) -> str:
        """The sentence in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True)
class FieldError:
    """One wrong value: `pointer` is an RFC 6901 JSON pointer into the payload ("/beds"), "" the whole payload.

    Rows of a sheet use "/<row number>/<column>" with the row number as the sheet shows it (the first data row is 2).
    """

    pointer: str
    code: str
    text: Text


@dataclass
class Problem(Exception):
    """A refusal. `code` names it for programs, `text` tells a person what to do, `errors` points into the payload."""

    code: str
    text: Text
    errors: Sequence[FieldError] = ()
    extra: dict[str, object] = field(default_factory=dict)
    retry_after: int | None = None

    status: ClassVar[int] = 500
    title: ClassVar[Text] = Text("出错了", "Something went wrong")

    def __str__(self) -> str:
        return f"{self.code}: {self.text.en}"


class Malformed(Problem):
    status = 400
    title = Text("请求无法读取", "The request cannot be read")


class Unauthenticated(Problem):
    status = 401
    title = Text("请先登录", "Sign in first")


class Forbidden(Problem):
    status = 403
    title = Text("没有权限", "Not permitted")


class NotFound(Problem):
    status = 404
    title = Text("没有找到", "Not found")


class Conflict(Problem):
    status = 409
    title = Text("现在不能这样做", "Not possible now")


class PreconditionFailed(Problem):
    status = 412
    title = Text("内容已被他人更改", "Changed by somebody else")


class TooLarge(Problem):
    status = 413
    title = Text("内容过大", "Too large")


class UnsupportedMedia(Problem):
    status = 415
    title = Text("不接受这种类型的内容", "Unsupported type of content")


class Invalid(Problem):
    status = 422
    title = Text("填写有误", "Some values are wrong")


class PreconditionMissing(Problem):
    status = 428
    title = Text("缺少 If-Match", "If-Match is missing")


class TooMany(Problem):
    status = 429
    title = Text("请求过于频繁", "Too many requests")


class Unavailable(Problem):
    status = 503
    title = Text("暂时无法服务", "Temporarily unavailable")


def not_found() -> NotFound:
    """The one answer for "does not exist" and for "not yours": the two must not be told apart."""
    return NotFound(
        "not_found",
        Text(
            "没有这条记录，或者它不在您的管辖范围内。请检查编号，或回到列表重新查找。",
            "There is no such record, or it is outside your part of the tree. Check the id or look it up in the list.",
        ),
    )


def missing_permission(permission: str) -> Forbidden:
    return Forbidden(
        "permission_missing",
        Text(
            "您的角色没有“{permission}”权限。如需办理，请联系安全管理员调整角色。",
            "Your roles lack the permission {permission}. Ask the security administrator if you need it.",
        ).format(permission=permission),
        extra={"permission": permission},
    )
