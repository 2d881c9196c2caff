"""What translators are given: all of it, in files that the app can read."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from scripts import messages

from midstance.app import english_words

PLACEHOLDER = re.compile(r"%\(\w+\)s")
WORDS_IN_SCRIPT = re.compile(r"""(["'`])[A-Z][a-z]+ [a-z]+ [^"'`]*\1""")
COMMENT = re.compile(r"//.*|/\*.*?\*/", re.DOTALL)
PYTHON = sorted(
    path
    for folder in ("app", "web")
    for path in (messages.SOURCE / folder).rglob("*.py")
    if "gettext" in path.read_text(encoding="utf-8")
    and path.name != "english_words.py"  # looks up what is stored, which `read_english` collects
)
SCRIPTS = sorted(path for path in messages.SOURCE.rglob("*.ts") if not {"static"} & set(path.parts))


@pytest.fixture
def locale(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    return tmp_path


def compiled(path: Path) -> gettext.GNUTranslations:
    with path.with_suffix(".mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


def translate(path: Path, **words: str) -> None:
    with path.open("rb") as stream:
        catalog = read_po(stream)
    for english, other in words.items():
        catalog[english].string = other
    with path.open("wb") as stream:
        write_po(stream, catalog)


def test_a_new_language_holds_every_message(locale):
    path = messages.update_language("pt-br")
    assert path == locale / "pt_BR" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stream:
        catalog = read_po(stream)
    assert len(catalog) == len(messages.read_messages()) > 500
    assert catalog.num_plurals == 2
    assert messages.known_languages() == ["pt-br"]


@pytest.mark.usefixtures("locale")
def test_a_translation_is_kept_and_compiled():
    path = messages.update_language("nl")
    translate(path, Help="Hulp")
    assert messages.update_language("nl") == path
    assert compiled(path).gettext("Help") == "Hulp"
    assert compiled(path).gettext("Settings") == "Settings"


@pytest.mark.usefixtures("locale")
def test_a_message_that_is_gone_is_dropped():
    path = messages.update_language("nl")
    with path.open("rb") as stream:
        catalog = read_po(stream)
    catalog.add("Said no more", "Niet meer")
    with path.open("wb") as stream:
        write_po(stream, catalog)
    messages.update_language("nl")
    assert "Said no more" not in path.read_text(encoding="utf-8")


def test_languages_of_the_repository_are_whole_and_offered(tmp_path):
    for language in messages.known_languages():
        assert language in dict(settings.LANGUAGES)
        path = messages.LOCALE / messages.to_locale(language) / "LC_MESSAGES" / "django.po"
        with path.open("rb") as stream:
            catalog = read_po(stream)
        assert len(catalog) == len(messages.read_messages()), "run `make messages`"
        with (tmp_path / "again.mo").open("wb") as stream:
            write_mo(stream, catalog)
        assert (tmp_path / "again.mo").read_bytes() == path.with_suffix(".mo").read_bytes()


def test_one_and_many_of_a_message_tell_the_same():
    for message in messages.read_messages():
        one, many = (set(PLACEHOLDER.findall(w)) for w in (message.singular, message.plural))
        assert not message.plural or one <= many, message.singular


def test_stored_english_is_looked_up_where_it_is_written():
    assert messages.ENGLISH == english_words.CONTEXT
    stored = {each.singular for each in messages.read_messages() if each.context}
    assert "The same file was imported before." in stored
    assert "There is no run “%(v1)s”. `midstance runs` lists those there are." in stored


def gettext_calls(module: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in messages.KEYWORDS:
            yield node


def glued_or_made_up(module: ast.Module) -> Iterator[int]:
    """Lines where a message is no plain text, or is joined to another text."""
    for node in ast.walk(module):
        pieces = [node.left, node.right] if isinstance(node, ast.BinOp) else []
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Add):
            pieces = []
        if isinstance(node, ast.JoinedStr):
            pieces = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
        if any(
            getattr(getattr(each, "func", None), "id", "") in messages.KEYWORDS for each in pieces
        ):
            yield node.lineno
    for call in gettext_calls(module):
        texts = call.args if call.func.id.startswith("p") else call.args[:1]
        if not all(isinstance(text, ast.Constant) for text in texts):
            yield call.lineno


@pytest.mark.parametrize(
    "path", PYTHON, ids=lambda path: path.relative_to(messages.SOURCE).as_posix()
)
def test_messages_are_plain_whole_texts(path):
    assert sorted(glued_or_made_up(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code", ["_(words)", "_(f'{a} runs')", "_('Run') + ' ' + name", "f'{_(\"Run\")}: {name}'"]
)
def test_a_message_that_no_translator_sees_whole_is_found(code):
    assert list(glued_or_made_up(ast.parse(code)))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_take_their_words_from_the_page(path):
    code = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert [found.group() for found in WORDS_IN_SCRIPT.finditer(code)] == []
