"""The only place where refusals become HTTP: `application/problem+json` (RFC 9457), in Chinese or English.

Every problem carries `type, title, status, detail, code, instance` and, for wrong values, `errors[]` with RFC 6901
pointers. Nothing of the inside leaks: an unexpected failure is a 500 that names the request id and no more.
"""

from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.exceptions import HTTPException

from duban.kernel.errors import Conflict, FieldError, Invalid, Malformed, Problem, Text, Unavailable
from duban.kernel.outages import FAILURES, outage

log = structlog.get_logger("duban.problems")
MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """One wrong value."""

    pointer: str = Field(examples=["/beds"], description="RFC 6901 pointer into the payload; empty: the whole of it")
    code: str = Field(examples=["greater_than_equal"])
    detail: str = Field(examples=["应大于或等于 0"])


class ProblemRead(BaseModel):
    """A refusal (RFC 9457). `code` is stable and for programs; `detail` says what to do next, in the asked language."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "/problems/not_found",
                "title": "没有找到",
                "status": 404,
                "detail": "没有这条记录，或者它不在您的管辖范围内。请检查编号，或回到列表重新查找。",
                "code": "not_found",
                "instance": "/api/v1/institutions/0192f5c4-7e2b-7c3a-9d7c-0a1b2c3d4e5f",
                "errors": [],
            }
        },
    )

    type: str = Field(description="`/problems/{code}`")
    title: str
    status: int
    detail: str
    code: str
    instance: str = Field(description="The path that was asked for")
    errors: list[FieldProblem]


def language_of(request: Request) -> str:
    """ "en" when the client prefers English, else "zh"."""
    wanted = request.headers.get("accept-language", "").lower()
    english, chinese = wanted.find("en"), wanted.find("zh")
    return "en" if english >= 0 and (chinese < 0 or english < chinese) else "zh"


def answer(request: Request, problem: Problem) -> Response:
    """`problem` as the response to `request`."""
    language = language_of(request)
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": problem.title.into(language),
        "status": problem.status,
        "detail": problem.text.into(language),
        "code": problem.code,
        "instance": request.url.path,
        "errors": [{"pointer": e.pointer, "code": e.code, "detail": e.text.into(language)} for e in problem.errors],
        **problem.extra,
    }
    headers = {"Content-Language": language}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(orjson.dumps(body, default=str), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


_PYDANTIC: dict[str, Text] = {
    "missing": Text("此项必填", "This field is required"),
    "extra_forbidden": Text("没有这个字段，请删去或核对名称", "There is no such field: remove it or check its name"),
    "string_too_short": Text("至少 {min_length} 个字符", "At least {min_length} characters"),
    "string_too_long": Text("最多 {max_length} 个字符", "At most {max_length} characters"),
    "string_type": Text("应为文字", "Should be text"),
    "string_pattern_mismatch": Text("格式不正确，应符合 {pattern}", "Wrong format; should match {pattern}"),
    "int_type": Text("应为整数", "Should be a whole number"),
    "int_parsing": Text("应为整数", "Should be a whole number"),
    "int_from_float": Text("应为整数", "Should be a whole number"),
    "bool_type": Text("应为 true 或 false", "Should be true or false"),
    "bool_parsing": Text("应为 true 或 false", "Should be true or false"),
    "greater_than_equal": Text("应大于或等于 {ge}", "Should be at least {ge}"),
    "greater_than": Text("应大于 {gt}", "Should be more than {gt}"),
    "less_than_equal": Text("应小于或等于 {le}", "Should be at most {le}"),
    "less_than": Text("应小于 {lt}", "Should be less than {lt}"),
    "enum": Text("可选值为 {expected}", "Should be one of {expected}"),
    "literal_error": Text("可选值为 {expected}", "Should be one of {expected}"),
    "uuid_parsing": Text("应为 UUID 格式的编号", "Should be a UUID"),
    "uuid_type": Text("应为 UUID 格式的编号", "Should be a UUID"),
    "date_from_datetime_parsing": Text("日期应写作 YYYY-MM-DD", "Write the day as YYYY-MM-DD"),
    "date_parsing": Text("日期应写作 YYYY-MM-DD", "Write the day as YYYY-MM-DD"),
    "date_type": Text("日期应写作 YYYY-MM-DD", "Write the day as YYYY-MM-DD"),
    "datetime_parsing": Text("时间应写作带时区的 RFC 3339", "Write the instant as RFC 3339 with its zone"),
    "datetime_from_date_parsing": Text("时间应写作带时区的 RFC 3339", "Write the instant as RFC 3339 with its zone"),
    "timezone_aware": Text("时间需要带时区", "The instant needs its time zone"),
    "list_type": Text("应为列表", "Should be a list"),
    "dict_type": Text("应为对象", "Should be an object"),
    "model_attributes_type": Text("应为对象", "Should be an object"),
    "too_short": Text("至少 {min_length} 项", "At least {min_length} items"),
    "too_long": Text("最多 {max_length} 项", "At most {max_length} items"),
}


def field_errors(errors: list[Any]) -> list[FieldError]:
    """Pydantic's errors as ours: pointers instead of paths, both languages, never the offending value."""
    found = []
    for error in errors:
        location = [part for part in error["loc"] if part not in ("body", "query", "path", "header")]
        pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
        context = {k: str(v) for k, v in (error.get("ctx") or {}).items()}
        known = _PYDANTIC.get(error["type"])
        message = str(error["msg"])
        if "zh" in context and "en" in context:  # a rule of ours, raised inside a validator, brings its own words
            found.append(FieldError(pointer, error["type"], Text(context["zh"], context["en"])))
            continue
        try:
            text = known.format(**context) if known else Text(f"取值不正确：{message}", message)
        except KeyError:
            text = Text(f"取值不正确：{message}", message)
        found.append(FieldError(pointer, error["type"], text))
    return found


def invalid(errors: list[Any]) -> Problem:
    """A failed validation as 400 (JSON that cannot be read) or 422 (values that are wrong)."""
    if any(error["type"] == "json_invalid" for error in errors):
        return Malformed(
            "json_invalid", Text("请求正文不是有效的 JSON，请检查括号与引号。", "The body is not valid JSON.")
        )
    return Invalid(
        "validation_failed",
        Text(
            "有 {count} 处填写不正确，请按 errors 中的指针逐项修改。",
            "{count} values are wrong. Each entry of `errors` points at one.",
        ).format(count=len(errors)),
        field_errors(errors),
    )


_HTTP: dict[int, tuple[str, Text]] = {
    400: ("malformed", Text("请求无法读取。", "The request cannot be read.")),
    401: ("unauthenticated", Text("请先登录。", "Sign in first.")),
    403: ("forbidden", Text("没有权限。", "Not permitted.")),
    404: ("no_such_path", Text("没有这个地址，请核对路径。", "There is no such path.")),
    405: ("method_not_allowed", Text("这个地址不支持该方法。", "This path does not take that method.")),
    413: ("too_large", Text("请求内容过大。", "The request is too large.")),
    415: ("unsupported_media", Text("不接受这种内容类型。", "This media type is not taken.")),
}


def from_database(error: DBAPIError) -> Problem | None:
    """A database refusal that a person can act on; None for everything else."""
    message = str(error.orig).lower()
    if isinstance(error, IntegrityError):
        if "unique" in message:
            return Conflict(
                "already_exists",
                Text(
                    "已有相同的记录（编号、名称或代码重复）。请先查找已有记录。",
                    "A record with the same number, name or code exists already. Look it up first.",
                ),
            )
        if "foreign key" in message:
            return Conflict(
                "reference_missing", Text("引用的记录不存在。", "A record that this one refers to does not exist.")
            )
    return outage(error)


def install(app: FastAPI) -> None:
    """Answer every failure of `app` as a problem."""

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> Response:
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, invalid(list(error.errors())))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        code, text = _HTTP.get(error.status_code, ("refused", Text("请求被拒绝。", "The request was refused.")))
        problem = Problem(code, text)
        problem.status = error.status_code  # type: ignore[misc]
        problem.title = text  # type: ignore[misc]
        response = answer(request, problem)
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        return response

    async def on_database(request: Request, error: Exception) -> Response:
        problem = from_database(error) if isinstance(error, DBAPIError) else outage(error)
        if problem is None:
            raise error
        if isinstance(problem, Unavailable):
            log.warning("database_trouble", path=request.url.path, code=problem.code, error=type(error).__name__)
        return answer(request, problem)

    for kind in FAILURES:
        app.add_exception_handler(kind, on_database)


def failed(request: Request, error: Exception) -> Response:
    """The answer to a failure that nobody foresaw: 500, logged, naming the request and nothing of the inside."""
    log.error("request_failed", path=request.url.path, error=type(error).__name__, exc_info=error)
    problem = Problem(
        "internal_error",
        Text(
            "系统内部出错，已记录。请稍后重试；若仍出现，请把请求编号告知管理员。",
            "Something failed inside and was logged. Try again; else tell your administrator the request id.",
        ),
        extra={"request_id": request.scope.get("request_id")},
    )
    return answer(request, problem)


CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemRead"}}}
"""How OpenAPI says that an answer is a problem."""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: the problem shape for each of `statuses`."""
    names = {c.status: c.title for c in Problem.__subclasses__()}
    return {
        status: {
            "model": ProblemRead,
            "description": f"{names[status].zh} {names[status].en}" if status in names else "Refused",
            "content": CONTENT,
        }
        for status in statuses
    }
