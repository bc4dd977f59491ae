"""YAML as it should have been: plain mappings, lists, strings, numbers, booleans and null, and nothing else.

People upload plans, so the reader trusts nothing: no tags, no anchors or aliases (the "billion laughs" need them), no
key twice, a limit on size and depth. Dates stay strings and `no` stays a word: YAML 1.1's guesses have falsified enough
data. It must not know what the data mean.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from duban.kernel.errors import Text

try:  # The C parser is ten times faster; not every build of PyYAML has it.
    from yaml import CSafeLoader as _Base
except ImportError:
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20


@dataclass
class YamlRefused(Exception):
    """The text cannot be taken. `line` counts from 1; `pointer` is a JSON pointer where the place is known."""

    code: str
    text: Text
    line: int | None = None
    pointer: str = ""

    def __str__(self) -> str:
        return self.text.en


class _Loader(_Base):
    """SafeLoader reduced to the core of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (so declared upstream)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise YamlRefused(
                    "yaml_key",
                    Text(f"键必须是文字：{str(key)[:40]}。", f"A key has to be text: {str(key)[:40]}."),
                    line,
                )
            if key in result:
                raise YamlRefused(
                    "yaml_duplicate_key",
                    Text(f"键“{key}”在同一处出现两次，请删去一个。", f'The key "{key}" stands twice here; remove one.'),
                    line,
                )
            result[key] = self.construct_object(value_node, deep=deep)
        return result


for _tag, _pattern, _first in (
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]{0,17})$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]{1,15}\.[0-9]{1,15}$", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def parse(text: str | bytes, *, max_bytes: int = MAX_BYTES) -> object:
    """The data in `text` (UTF-8, at most `max_bytes` bytes). Raises `YamlRefused`."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > max_bytes:
        raise YamlRefused(
            "yaml_too_large",
            Text(f"文件超过 {max_bytes // 1024} KB。", f"The file is larger than {max_bytes // 1024} KB."),
        )
    try:
        decoded = raw.decode("utf-8")
        _refuse_cleverness(decoded)
        return yaml.load(decoded, _Loader)  # noqa: S506 (a SafeLoader)
    except UnicodeDecodeError as error:
        raise YamlRefused(
            "yaml_encoding",
            Text("文件不是 UTF-8 编码，请另存为 UTF-8。", "The file is not UTF-8; save it as UTF-8."),
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        what = getattr(error, "problem", None) or str(error)
        raise YamlRefused(
            "yaml_syntax",
            Text(f"不是有效的 YAML：{what}", f"Not valid YAML: {what}"),
            line,
        ) from error


def lines_of(text: str | bytes, pointers: Iterable[str]) -> dict[str, int]:
    """JSON pointer → line, from 1, in a text that `parse` has taken: of the key or item itself, else of the nearest
    around it that the text has. Pointers to the whole are left out."""
    root = yaml.compose(text.decode("utf-8") if isinstance(text, bytes) else text, _Loader)
    found = {}
    for pointer in pointers:
        node, line = root, None
        for part in pointer.split("/")[1:]:
            node, mark = _below(node, part.replace("~1", "/").replace("~0", "~"))
            if mark is None:
                break
            line = mark.line + 1
        if line is not None:
            found[pointer] = line
    return found


def _below(node: yaml.Node | None, part: str) -> tuple[yaml.Node | None, yaml.Mark | None]:
    """What stands under the key or at the index `part`, and where."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark
    if isinstance(node, yaml.SequenceNode) and part.isdecimal() and int(part) < len(node.value):
        item = node.value[int(part)]
        return item, item.start_mark
    return None, None


def _refuse_cleverness(text: str) -> None:
    """Look at the events before anything is built from them, so that nothing can grow on the way."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        mark = event.start_mark
        line = mark.line + 1 if mark is not None else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise YamlRefused(
                "yaml_alias",
                Text(
                    "不允许使用锚点和别名（& 和 *），请直接写出内容。",
                    "Anchors and aliases are not taken; write it out.",
                ),
                line,
            )
        if getattr(event, "tag", None) is not None:
            raise YamlRefused(
                "yaml_tag",
                Text("不允许使用类型标签（! 开头）。", "Tags (starting with !) are not taken."),
                line,
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise YamlRefused(
                "yaml_too_deep",
                Text(f"嵌套超过 {MAX_DEPTH} 层。", f"Nested deeper than {MAX_DEPTH} levels."),
                line,
            )
