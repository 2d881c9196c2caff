"""Read a file of answers: YAML or JSON of any origin, kept small, flat and without surprises.

Only mappings, lists, words, numbers, yes and no are read. Dates, numbers to the base of sixty,
tags, anchors and merges mean nothing here: such text stays the words that it is.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from midstance.core.assess.answers import Problem
from midstance.core.base.errors import LimitExceededError, NotFoundError, UnreadableFileError

ANSWERS_MAX_BYTES = 64 * 1024
ANSWERS_MAX_DEPTH = 3
ANSWERS_MAX_ENTRIES = 2_000
ANSWERS_MAX_ALIASES = 0

FROM_INPUT = "-"
TAGS = "tag:yaml.org,2002:"
OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class PlainLoader(yaml.SafeLoader):
    """Resolves nothing but yes, no, true, false, null and decimal numbers."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as yaml asks for it


PlainLoader.add_implicit_resolver(
    f"{TAGS}bool",
    re.compile(r"(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE)$"),
    list("yYnNtTfF"),
)
PlainLoader.add_implicit_resolver(
    f"{TAGS}null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
PlainLoader.add_implicit_resolver(
    f"{TAGS}float",
    re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$"),
    list("-+.0123456789"),
)


@dataclass(frozen=True)
class AnswersFile:
    """What a file holds, and the questions that it answers more than once."""

    document: object
    problems: tuple[Problem, ...]


class Pairs(tuple[tuple[str, object], ...]):
    """What a JSON object holds, a name that stands twice too."""

    __slots__ = ()


def read_answers_file(name: str, of: str = "answers") -> AnswersFile:
    """The answers of a file, or of standard input where its name is "-".

    What is JSON is read as JSON, all else as YAML, which takes most JSON but not all.

    Raises
    ------
    NotFoundError
        There is no such file.
    LimitExceededError
        It is larger, deeper or longer than a file of answers ever is.
    UnreadableFileError
        It is neither YAML nor JSON.
    """
    text = _decode(_read_bytes(name, of), name)
    problems: list[Problem] = []
    try:
        document = json.loads(
            text, object_pairs_hook=Pairs, parse_int=_number, parse_float=_number,
            parse_constant=_no_number,
        )  # fmt: skip
    except RecursionError as error:
        raise _too_much("levels inside each other", ANSWERS_MAX_DEPTH, name) from error
    except ValueError:
        return _read_yaml(text, name, of)
    _check_counts(_json_steps(document), name)
    return AnswersFile(_plain_json(document, "", problems), tuple(problems))


def _read_yaml(text: str, name: str, of: str) -> AnswersFile:
    try:
        _check_counts(_yaml_steps(text, name), name)  # before anything is built
        node = yaml.compose(text, Loader=PlainLoader)
    except yaml.YAMLError as error:
        raise UnreadableFileError(
            f"Expected YAML or JSON with {of} in {name}: {_where(error)}"
        ) from error
    problems: list[Problem] = []
    document = None if node is None else _plain(node, "", problems)
    return AnswersFile(document, tuple(problems))


def _read_bytes(name: str, of: str) -> bytes:
    try:
        if name == FROM_INPUT:
            content = sys.stdin.buffer.read(ANSWERS_MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(ANSWERS_MAX_BYTES + 1)
    except OSError as error:
        raise NotFoundError(f"Expected a file of {of} at {name}: {error.strerror}.") from error
    if len(content) > ANSWERS_MAX_BYTES:
        raise LimitExceededError(
            f"Expected at most {ANSWERS_MAX_BYTES} bytes of {of} in {name}; it holds more."
        )
    return content


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"Expected text as UTF-8 in {name}: {error}.") from error


def _check_counts(steps: Iterator[int], name: str) -> None:
    """Each step goes a level down (1), up (-1) or along (0)."""
    depth = 0
    for entries, step in enumerate(steps):
        depth += step
        if depth > ANSWERS_MAX_DEPTH:
            raise _too_much("levels inside each other", ANSWERS_MAX_DEPTH, name)
        if entries > ANSWERS_MAX_ENTRIES:
            raise _too_much("entries", ANSWERS_MAX_ENTRIES, name)


def _too_much(what: str, most: int, name: str) -> LimitExceededError:
    return LimitExceededError(f"Expected at most {most} {what} in {name}.")


def _yaml_steps(text: str, name: str) -> Iterator[int]:
    for event in yaml.parse(text, Loader=PlainLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _too_much("aliases (*)", ANSWERS_MAX_ALIASES, name)
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise UnreadableFileError(f"Expected no tag in {name}, got {tag!r}.")
        yield isinstance(event, OPENS) - isinstance(event, CLOSES)


def _json_steps(value: object) -> Iterator[int]:
    if not isinstance(value, Pairs | list):
        yield 0
        return
    yield 1
    for part in value:
        if isinstance(value, Pairs):
            yield 0
        yield from _json_steps(part[1] if isinstance(value, Pairs) else part)
    yield -1


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it holds characters that no text has"
    return f"{problem}." if mark is None else f"{problem} in line {mark.line + 1}."


def _plain(node: yaml.Node, place: str, problems: list[Problem]) -> object:
    match node:
        case yaml.MappingNode():
            named = [(_name(key), str(key.value), value) for key, value in node.value]
            return dict(_entries(named, _plain, place, problems))
        case yaml.SequenceNode():
            return [_plain(item, place, problems) for item in node.value]
        case _:
            return _scalar(node)


def _name(key: yaml.Node) -> object:
    return _scalar(key) if isinstance(key, yaml.ScalarNode) else "[...]"


def _plain_json(value: object, place: str, problems: list[Problem]) -> object:
    match value:
        case Pairs():
            named = [(_whole(key), key, part) for key, part in value]
            return dict(_entries(named, _plain_json, place, problems))
        case list():
            return [_plain_json(item, place, problems) for item in value]
        case str():
            return _whole(value)
        case _:
            return value


def _entries(
    named: Iterable[tuple[object, str, Any]],
    read: Callable[[Any, str, list[Problem]], object],
    place: str,
    problems: list[Problem],
) -> Iterator[tuple[object, object]]:
    seen: set[object] = set()
    for name, words, value in named:
        path = _whole(f"{place}.{words}" if place else words)
        if name in seen:
            problems.append(Problem(path, "two answers", "one answer"))
        seen.add(name)
        yield name, read(value, path, problems)


def _scalar(node: yaml.Node) -> object:
    text = _whole(str(node.value))
    match node.tag.removeprefix(TAGS):
        case "bool":
            return text.lower() in {"yes", "true"}
        case "null":
            return None
        case "float":
            return _number(text)
        case _:
            return text


def _whole(text: str) -> str:
    """JSON escapes rare letters as two halves; half a letter alone is none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _no_number(text: str) -> float:
    raise ValueError(text)
