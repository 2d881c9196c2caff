"""Collect every sentence that people read; bring each language's message file up to date.

`make messages` does so for the languages that are there, `make messages LANGUAGE=nl` adds one.
Needs no GNU gettext: Babel reads and writes the files, and the app reads the compiled ones.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_language, to_locale

CHECKOUT = Path(__file__).parents[1]
SOURCE = CHECKOUT / "src" / "midstance"
LOCALE = SOURCE / "web" / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
BELOW_THE_PAGES = ("core", "importers", "pose", "sandbox", "store", "app")
NEVER_SHOWN = (
    *("child.py", "frames.py", "lock.py", "sandbox_child.py", "sandbox_frames.py"),
    "migrations",
)
ENGLISH = "stored in English"  # as `midstance.app.english_words` looks it up


@dataclass(frozen=True)
class Message:
    """One sentence for translators; a placeholder stands as %(name)s."""

    singular: str
    plural: str = ""
    context: str = ""


@cache
def read_messages() -> dict[Message, list[tuple[str, int]]]:
    """Every message with the places that it stands in."""
    found: dict[Message, list[tuple[str, int]]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if "static" not in path.parts and path.suffix in {".py", ".html"}:
            place = path.relative_to(CHECKOUT).as_posix()
            for message, line in read_file(path):
                found.setdefault(message, []).append((place, line))
    return found


def read_file(path: Path) -> Iterator[tuple[Message, int]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from read_calls(as_python(text))
        return
    yield from read_calls(text)
    folder = path.relative_to(SOURCE).parts[0]
    if folder in BELOW_THE_PAGES and not any(part in NEVER_SHOWN for part in path.parts):
        yield from read_english(ast.parse(text))


def as_python(template: str) -> str:
    """A template as the calls it makes; Django's own tool does the same before it runs xgettext."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 # needs settings

    return "\n".join(line.lstrip() for line in templatize(template).splitlines())


def read_calls(python: str) -> Iterator[tuple[Message, int]]:
    """What is given to gettext and its kin."""
    source = BytesIO(python.encode())
    for line, words, _comments, context in extract("python", source, KEYWORDS):
        singular, plural = words if isinstance(words, tuple) else (words, "")
        yield Message(singular, plural, context or ""), line


def read_english(module: ast.Module) -> Iterator[tuple[Message, int]]:
    """Sentences below the pages: raised or stored in English, and translated when shown."""
    passed_by = set(inside_calls_and_docs(module))
    for node in ast.walk(module):
        if id(node) not in passed_by and isinstance(node, ast.Constant | ast.JoinedStr):
            template = template_of(node)
            if is_sentence(template) or is_look(template):
                yield Message(template, context=ENGLISH), node.lineno


def inside_calls_and_docs(module: ast.Module) -> Iterator[int]:
    """What gettext takes care of, pieces of longer strings, and docstrings."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS:
            yield from (id(each) for each in ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            yield from (id(each) for each in ast.walk(node) if each is not node)
        elif isinstance(node, ast.Expr):
            yield id(node.value)


def template_of(node: ast.Constant | ast.JoinedStr) -> str:
    """The text with a numbered placeholder for each value: "There is no run “%(v1)s”."."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    count, pieces = 0, []
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            pieces.append(str(piece.value).replace("%", "%%"))
        else:
            count += 1
            pieces.append(f"%(v{count})s")
    return "".join(pieces)


def is_sentence(text: str) -> bool:
    return " " in text and text.endswith(".") and (text[0].isupper() or text[0] in "“%")


def is_look(text: str) -> bool:
    """What a file looks like or holds, as a part of such a sentence."""
    return text.startswith(("a ", "an ", "another ")) and "\n" not in text and "=" not in text


def build_catalog(language: str | None = None) -> Catalog:
    catalog = Catalog(
        language,
        domain="django",
        header_comment="# Messages of Midstance, under the licence of Midstance (Apache-2.0).",
        project="Midstance",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    for message, places in read_messages().items():
        words = (message.singular, message.plural) if message.plural else message.singular
        catalog.add(words, locations=places, context=message.context or None)
    return catalog


def update_language(language: str) -> Path:
    """Write the language's messages: known translations kept, new ones empty, gone ones dropped."""
    locale = to_locale(language)
    path = LOCALE / locale / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = build_catalog(locale)
    if path.exists():
        with path.open("rb") as stream:
            known = read_po(stream, locale=locale, domain="django")
        known.update(catalog)
        catalog = known
    with path.open("wb") as stream:
        write_po(stream, catalog, width=100, ignore_obsolete=True, sort_output=True)
    with path.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalog)
    return path


def known_languages() -> list[str]:
    return sorted(to_language(path.parents[1].name) for path in LOCALE.rglob("django.po"))


def main() -> None:
    from django.conf import settings  # noqa: PLC0415 # `templatize` asks for one

    settings.configure()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", help="add these, as in nl or pt-br")
    asked = parser.parse_args().languages
    for language in sorted({*asked, *known_languages()}):
        print(update_language(language).relative_to(CHECKOUT))
    print(f"{len(read_messages())} messages", file=sys.stderr)


if __name__ == "__main__":
    main()
