"""A language that nobody speaks: each translated sentence is longer, bracketed and full of accents.

Only what `make messages` would hand to translators is disguised, so whatever keeps its plain
letters is a sentence that no translator will ever see.
"""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from gettext import NullTranslations

from django.utils.translation import trans_real
from scripts.messages import read_messages

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "en-xa", "ar-xb"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DISGUISED = "àƀćďèƒĝĥìĵķļɱñòþɋŕšţùṽŵẋýžÀƁĆĎÈƑĜĤÌĴĶĻⱮÑÒÞɊŔŠŢÙṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, DISGUISED)
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd]|<[^>]*>|&\w+;|\{\w+\})")
LONGER_FRAC = 0.4
CONTEXT_END = "\x04"
FOREIGN = ("de", "fr", "nl", "es")  # what Django and allauth have translated at least once


def disguise(words: str) -> str:
    """Gives "⟦Ŝàṽè ẋẋ⟧" for "Save"; placeholders and tags stay."""
    parts = KEPT.split(words)
    parts[::2] = [part.translate(LETTERS) for part in parts[::2]]
    more = math.ceil(LONGER_FRAC * sum(map(len, parts[::2])))
    return f"⟦{''.join(parts)} {' '.join(['ẋẋẋẋ'] * math.ceil(more / 5))}⟧"


@cache
def known_messages() -> frozenset[str]:
    """Our messages and those of the libraries, with their contexts as catalogues write them."""
    own = {
        f"{message.context}{CONTEXT_END}{message.singular}" if message.context else message.singular
        for message in read_messages()
    }
    return frozenset(own | {key for language in FOREIGN for key in library_messages(language)})


def library_messages(language: str) -> Iterator[str]:
    for key in trans_real.DjangoTranslation(language)._catalog.keys():  # noqa: SIM118 # it is no dict
        yield key if isinstance(key, str) else key[0]


class PseudoTranslations(NullTranslations):
    """Stands in for a compiled message file."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.tongue = language

    @cached_property
    def _catalog(self) -> dict[str, str]:
        return dict.fromkeys(known_messages(), "")

    def language(self) -> str:
        return self.tongue

    to_language = language

    def gettext(self, message: str) -> str:
        context, _, words = message.rpartition(CONTEXT_END)
        if message not in self._catalog or context == "date format":
            return message
        return disguise(words)

    def ngettext(self, singular: str, plural: str, number: float) -> str:
        if singular not in self._catalog:
            return singular if number == 1 else plural
        words = singular if number == 1 else plural
        return disguise(words.rpartition(CONTEXT_END)[2])


def settings_in(language: str) -> dict[str, object]:
    return {
        "LANGUAGES": [(language, "Pseudo")],
        "LANGUAGE_CODE": language,
        "LANGUAGES_BIDI": ["ar"] if language == RIGHT_TO_LEFT else [],
    }


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything inside, the pages above all, speaks the pseudo-language."""
    from django.test import override_settings  # noqa: PLC0415 # the settings may be read only now

    translations = PseudoTranslations(language)
    with override_settings(**settings_in(language)):
        trans_real._translations[language] = translations
        yield
