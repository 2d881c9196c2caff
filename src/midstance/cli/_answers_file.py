"""Read a file of answers: YAML or JSON of any origin, kept small, flat and without surprises.

Only mappings, lists, words, numbers, yes and no are read. Dates, numbers to the base of sixty,
tags, anchors and merges mean nothing here: such text stays the words that it is.
"""

import re
import sys
from collections.abc import Iterator
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


def read_answers_file(name: str) -> AnswersFile:
    """The answers of a file, or of standard input where its name is "-".

    Raises
    ------
    NotFoundError
        There is no such file.
    LimitExceededError
        It is larger, deeper or longer than a file of answers ever is.
    UnreadableFileError
        It is neither YAML nor JSON.
    """
    text = _decode(_read_bytes(name), name)
    try:
        _check_shape(text, name)
        node = yaml.compose(text, Loader=PlainLoader)
    except yaml.YAMLError as error:
        raise UnreadableFileError(
            f"Expected YAML or JSON in {name}, which maps questions to answers: {_where(error)}"
        ) from error
    problems: list[Problem] = []
    document = None if node is None else _plain(node, "", problems)
    return AnswersFile(document, tuple(problems))


def _read_bytes(name: str) -> bytes:
    try:
        if name == FROM_INPUT:
            content = sys.stdin.buffer.read(ANSWERS_MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(ANSWERS_MAX_BYTES + 1)
    except OSError as error:
        raise NotFoundError(f"Expected a file of answers at {name}: {error.strerror}.") from error
    if len(content) > ANSWERS_MAX_BYTES:
        raise LimitExceededError(
            f"Expected at most {ANSWERS_MAX_BYTES} bytes of answers in {name}; it holds more."
        )
    return content


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"Expected text as UTF-8 in {name}: {error}.") from error


def _check_shape(text: str, name: str) -> None:
    """Count before anything is built, so that a small file cannot grow large."""
    depth = aliases = 0
    for entries, event in enumerate(_events(text)):
        depth += isinstance(event, OPENS) - isinstance(event, CLOSES)
        aliases += isinstance(event, yaml.AliasEvent)
        if getattr(event, "tag", None) is not None:
            raise UnreadableFileError(f"Expected no tag in {name}, got {event.tag!r}.")
        for what, count, most in (
            ("levels inside each other", depth, ANSWERS_MAX_DEPTH),
            ("entries", entries, ANSWERS_MAX_ENTRIES),
            ("aliases (*)", aliases, ANSWERS_MAX_ALIASES),
        ):
            if count > most:
                raise LimitExceededError(f"Expected at most {most} {what} in {name}.")


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=PlainLoader)


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it holds characters that no text has"
    return f"{problem}." if mark is None else f"{problem} in line {mark.line + 1}."


def _plain(node: yaml.Node, place: str, problems: list[Problem]) -> object:
    match node:
        case yaml.MappingNode():
            return dict(_entries(node, place, problems))
        case yaml.SequenceNode():
            return [_plain(item, place, problems) for item in node.value]
        case _:
            return _scalar(node)


def _entries(
    node: yaml.MappingNode, place: str, problems: list[Problem]
) -> Iterator[tuple[object, object]]:
    seen: set[object] = set()
    for key, value in node.value:
        name = _scalar(key) if isinstance(key, yaml.ScalarNode) else "[...]"
        path = _whole(f"{place}.{key.value}" if place else str(key.value))
        if name in seen:
            problems.append(Problem(path, "two answers", "one answer"))
        seen.add(name)
        yield name, _plain(value, path, problems)


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
