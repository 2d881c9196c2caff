"""Columns that take what files hold and refuse what a database would garble."""

import hashlib
import math
from typing import Any

from django.db import models

from midstance.core.base.errors import InvalidValueError

SHORT_CHARACTERS = 600  # times four bytes stays below PostgreSQL's limit for one index row


def storable_words(words: str) -> str:
    """The same words, with what PostgreSQL or UTF-8 cannot hold written out."""
    return words.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def storable_short_words(text: str) -> str:
    """The same words; very long ones keep both ends and a digest, so that they stay unique."""
    words = storable_words(text)
    if len(words) <= SHORT_CHARACTERS:
        return words
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    end = (SHORT_CHARACTERS - len(digest) - 2) // 2
    return f"{words[:end]}…{digest}…{words[-end:]}"


class MeasureField(models.FloatField):
    """A finite number: SQLite would turn NaN into NULL and PostgreSQL would keep it."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 # Django's own signature
        number = super().get_prep_value(value)
        if isinstance(number, float) and not math.isfinite(number):
            raise InvalidValueError(
                f"{self.name} must be finite, not {number}; store None for a missing value."
            )
        return number + 0.0 if isinstance(number, float) else number  # no engine keeps -0 alike


class WordsField(models.TextField):
    """Text of any origin."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 # Django's own signature
        words = super().get_prep_value(value)
        return storable_words(words) if isinstance(words, str) else words


class ShortWordsField(models.TextField):
    """Text of any origin and length, stored short enough for an index."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 # Django's own signature
        words = super().get_prep_value(value)
        return storable_short_words(words) if isinstance(words, str) else words
