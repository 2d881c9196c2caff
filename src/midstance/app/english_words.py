"""Sentences that were stored or raised in English, said in the language of whoever reads them now.

What is stored must not depend on who looked when, and the layers below know no languages. So those
sentences stay English, and the message files hold each as a template: "There is no run “%(v1)s”.".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import get_language, pgettext, trans_real

CONTEXT = "stored in English"  # as `scripts/messages.py` writes it
CONTEXT_END = "\x04"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def translate_english(sentence: object) -> str:
    """The sentence in the active language; as it is where no translation is known."""
    english = str(sentence)
    translated = pgettext(CONTEXT, english)
    if translated != english:
        return translated
    for shape, template in _templates(get_language() or ""):
        if found := shape.fullmatch(english):
            told = {name: translate_english(value) for name, value in found.groupdict().items()}
            return pgettext(CONTEXT, template) % told
    return english


@lru_cache(maxsize=8)
def _templates(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The templates of a language with their shapes; the one with most words of its own first."""
    found = sorted(_read_templates(language), key=lambda text: -len(PLACEHOLDER.sub("", text)))
    return tuple((_shape_of(template), template) for template in found)


def _read_templates(language: str) -> Iterator[str]:
    opened = trans_real.translation(language) if language else None
    for key in getattr(opened, "_catalog", {}).keys():  # noqa: SIM118 # Django's catalogue is no dict
        if isinstance(key, str) and key.startswith(CONTEXT + CONTEXT_END):
            template = key.removeprefix(CONTEXT + CONTEXT_END)
            if PLACEHOLDER.search(template):
                yield template


def _shape_of(template: str) -> re.Pattern[str]:
    pieces = PLACEHOLDER.split(template)
    literal = [re.escape(piece.replace("%%", "%")) for piece in pieces[::2]]
    named = [f"(?P<{name}>.*)" for name in pieces[1::2]]
    woven = [part for pair in zip(literal, [*named, ""], strict=True) for part in pair]
    return re.compile("".join(woven), re.DOTALL)
