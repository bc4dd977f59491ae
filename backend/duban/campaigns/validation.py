"""From a file or an uploaded mapping to a checked model, or to a list of what is wrong and where.

One door for plans, forms and the other data files: read (YAML or already parsed), validate strictly, and turn every
complaint of pydantic into a `FieldError` that a clerk can act on. It must not know what a plan or a form is.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from duban.campaigns.strict_yaml import YamlRefused, lines_of, parse
from duban.kernel.errors import FieldError, Invalid, Text

M = TypeVar("M", bound=BaseModel)


class DocumentError(Invalid):
    """A data file that cannot be used. `file` names it, `errors` say where (JSON pointer), what and what to do."""

    subject = Text("文件", "file")

    def __init__(self, file: str, errors: Sequence[FieldError]) -> None:
        first = errors[0]
        place = first.pointer or "/"
        super().__init__(
            "document_invalid",
            Text(
                f"{self.subject.zh}“{file}”有 {len(errors)} 处错误。第一处（{place}）：{first.text.zh}",
                f'The {self.subject.en} "{file}" has {len(errors)} error(s). First, at {place}: {first.text.en}',
            ),
            tuple(errors),
            extra={"file": file},
        )
        self.file = file


def escaped(part: str | int) -> str:
    """One reference token of a JSON pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word most like `word`, if any is like it at all."""
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return found[0] if found else None


def problem(kind: str, /, zh: str, en: str, *, at: str = "", **values: Any) -> PydanticCustomError:
    """A complaint to raise inside a validator: `{name}` in `zh` and `en` is filled from `values`.

    `at` is a JSON pointer below the value validated, for a validator that looks at a whole.
    """
    return PydanticCustomError(kind, "{en}", {"zh": zh.format(**values), "en": en.format(**values), "at": at})


def one_of(what: Text, known: Callable[[], Sequence[str]]) -> Callable[[str], str]:
    """A validator: the value is one of `known()`; otherwise the complaint names the nearest."""

    def check(value: str) -> str:
        codes = known()
        if value in codes:
            return value
        near = nearest(value, codes)
        raise problem(
            "unknown_code",
            f"{what.zh}“{{value}}”不存在" + ("，您是不是要写“{near}”？" if near else "，请从目录中选择。"),
            f'There is no {what.en} "{{value}}"' + ('; did you mean "{near}"?' if near else "; take one that exists."),
            value=value,
            near=near,
        )

    return check


def read(model: type[M], source: str | bytes, *, file: str, error: type[DocumentError]) -> M:
    """The YAML text `source` as a `model`. Raises `error`, naming `file`."""
    try:
        data = parse(source)
    except YamlRefused as refused:
        raise error(
            file, [_on_line(refused.line, FieldError(refused.pointer, refused.code, refused.text))]
        ) from refused
    try:
        return checked(model, data, file=file, error=error)
    except DocumentError as wrong:
        lines = lines_of(source, [one.pointer for one in wrong.errors])
        raise error(file, [_on_line(lines.get(one.pointer), one) for one in wrong.errors]) from wrong


def _on_line(line: int | None, wrong: FieldError) -> FieldError:
    if line is None:
        return wrong
    return replace(wrong, text=Text(f"第 {line} 行：{wrong.text.zh}", f"line {line}: {wrong.text.en}"))


def checked(model: type[M], data: object, *, file: str, error: type[DocumentError]) -> M:
    """Plain data (as JSON or YAML give it) as a `model`, strictly. Raises `error`, naming `file`."""
    try:
        plain = json.dumps(data)
    except (TypeError, ValueError, RecursionError) as unfit:
        raise error(file, [FieldError("", "not_plain_data", _TEXTS["json_invalid"])]) from unfit
    if "\\u0000" in plain.replace("\\\\", ""):  # an escaped NUL: no database keeps it
        raise error(file, [FieldError("", "null_character", _TEXTS["null_character"])])
    try:
        # Through JSON, so that strictness means JSON's types: "3" is no number, but text may be an enumeration.
        return model.model_validate_json(plain, strict=True)
    except ValidationError as invalid:
        raise error(file, [_field_error(detail, data) for detail in invalid.errors()]) from invalid


_TEXTS = {
    "missing": Text("缺少这一项。", "This key is missing."),
    "extra_forbidden": Text("不认识这一项，请检查拼写。", "This key is not known; check the spelling."),
    "string_type": Text("应当是文字。", "This has to be text."),
    "string_too_short": Text("不能为空。", "This must not be empty."),
    "int_type": Text("应当是整数。", "This has to be a whole number."),
    "float_type": Text("应当是数字。", "This has to be a number."),
    "bool_type": Text("应当是 true 或 false。", "This has to be true or false."),
    "tuple_type": Text("应当是列表。", "This has to be a list."),
    "list_type": Text("应当是列表。", "This has to be a list."),
    "dict_type": Text("应当是键值结构。", "This has to be a mapping."),
    "model_type": Text("应当是键值结构。", "This has to be a mapping."),
    "model_attributes_type": Text("应当是键值结构。", "This has to be a mapping."),
    "greater_than_equal": Text("不能小于 {ge}。", "This must not be less than {ge}."),
    "less_than_equal": Text("不能大于 {le}。", "This must not be more than {le}."),
    "string_too_long": Text("不能超过 {max_length} 个字。", "This must not be longer than {max_length} characters."),
    "string_pattern_mismatch": Text("写法不对，应符合 {pattern}。", "Wrong form; it has to match {pattern}."),
    "null_character": Text(
        "内容含有空字符（U+0000），请删去。", "The content holds a null character (U+0000); remove it."
    ),
    "json_invalid": Text("内容无法读取。", "The content cannot be read."),
}


def _pointer(detail: ErrorDetails, data: object) -> str:
    """The place of an error in `data`, without the names of union members that pydantic puts between."""
    parts: list[str] = []
    for number, part in enumerate(detail["loc"], 1):
        absent = isinstance(data, dict) and part not in data
        if absent and not (detail["type"] == "missing" and number == len(detail["loc"])):
            continue
        parts.append(f"/{escaped(part)}")
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
    return "".join(parts)


def _field_error(detail: ErrorDetails, data: object) -> FieldError:
    pointer = _pointer(detail, data)
    kind = detail["type"]
    context = detail.get("ctx", {})
    if "zh" in context and "en" in context:
        pointer += context.get("at", "")
        text = Text(context["zh"], context["en"])
    elif kind in ("enum", "literal_error"):
        expected = str(context.get("expected", ""))
        given = str(detail["input"])[:60]
        text = Text(f"“{given}”不在允许的取值之内：{expected}。", f'"{given}" is not one of {expected}.')
    elif kind in _TEXTS:
        text = _TEXTS[kind].format(**context)
    else:
        text = Text(f"格式不对：{detail['msg']}", f"Wrong form: {detail['msg']}")
    return FieldError(pointer, kind, text)
