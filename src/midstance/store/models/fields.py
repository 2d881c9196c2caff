"""Columns that take what files hold and refuse what a database would garble."""

import hashlib
import math
from typing import TYPE_CHECKING, Any, TypeVar

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


if TYPE_CHECKING:  # the stubs' fields are generic, Django's own are not
    Set_contra = TypeVar("Set_contra", contravariant=True)
    Get_co = TypeVar("Get_co", covariant=True)
    Base = models.Field[Any, Any]
else:
    Base = object


class Finite(Base):
    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 # Django's own signature
        number = super().get_prep_value(value)
        if not isinstance(number, float):
            return number
        if not math.isfinite(number):
            raise InvalidValueError(
                f"{self.name} must be finite, not {number}; store None for a missing value."
            )
        return number + 0.0  # no two engines keep -0 alike


class Storable(Base):
    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 # Django's own signature
        words = super().get_prep_value(value)
        return storable_words(words) if isinstance(words, str) else words


class Short(Base):
    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 # Django's own signature
        words = super().get_prep_value(value)
        return storable_short_words(words) if isinstance(words, str) else words


if TYPE_CHECKING:

    class MeasureField(models.FloatField[Set_contra, Get_co]): ...

    class WordsField(models.TextField[Set_contra, Get_co]): ...

    class ShortWordsField(models.TextField[Set_contra, Get_co]): ...

else:

    class MeasureField(Finite, models.FloatField):
        """A finite number: SQLite would turn NaN into NULL and PostgreSQL would keep it."""

    class WordsField(Storable, models.TextField):
        """Text of any origin."""

    class ShortWordsField(Short, models.TextField):
        """Text of any origin and length, stored short enough for an index."""
