"""Words for people in one language; what a language lacks is said in English."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, overload

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.kinds import TEXT_TYPES
from midstance.knowledge.load import read_folder
from midstance.knowledge.records_barriers import BarrierText
from midstance.knowledge.records_check_in import CheckInText
from midstance.knowledge.records_exercise_text import (
    DoseText,
    EquipmentText,
    ExerciseText,
    RoutineText,
    SituationText,
    StopText,
)
from midstance.knowledge.records_films import FilmFindingText
from midstance.knowledge.records_gait import CueText
from midstance.knowledge.records_habits import HabitText, NoteText
from midstance.knowledge.records_screens import ScreenText
from midstance.knowledge.records_text import (
    ArticleText,
    CareText,
    ConditionText,
    ContributorText,
    FindingText,
    ProgrammeText,
    QuestionText,
    RedFlagText,
    SelfTestText,
)

TEXT = files("midstance.knowledge") / "text"

ENGLISH = "en"


@overload
def read_words(kind: Literal["articles"], language: str) -> Mapping[str, ArticleText]: ...
@overload
def read_words(kind: Literal["barriers"], language: str) -> Mapping[str, BarrierText]: ...
@overload
def read_words(kind: Literal["care"], language: str) -> Mapping[str, CareText]: ...
@overload
def read_words(kind: Literal["check_ins"], language: str) -> Mapping[str, CheckInText]: ...
@overload
def read_words(kind: Literal["conditions"], language: str) -> Mapping[str, ConditionText]: ...
@overload
def read_words(kind: Literal["contributors"], language: str) -> Mapping[str, ContributorText]: ...
@overload
def read_words(kind: Literal["cues"], language: str) -> Mapping[str, CueText]: ...
@overload
def read_words(kind: Literal["film_findings"], language: str) -> Mapping[str, FilmFindingText]: ...
@overload
def read_words(kind: Literal["findings"], language: str) -> Mapping[str, FindingText]: ...
@overload
def read_words(kind: Literal["programmes"], language: str) -> Mapping[str, ProgrammeText]: ...
@overload
def read_words(kind: Literal["questions"], language: str) -> Mapping[str, QuestionText]: ...
@overload
def read_words(kind: Literal["red_flags"], language: str) -> Mapping[str, RedFlagText]: ...
@overload
def read_words(kind: Literal["tests"], language: str) -> Mapping[str, SelfTestText]: ...
@overload
def read_words(kind: Literal["doses"], language: str) -> Mapping[str, DoseText]: ...
@overload
def read_words(kind: Literal["equipment"], language: str) -> Mapping[str, EquipmentText]: ...
@overload
def read_words(kind: Literal["exercises"], language: str) -> Mapping[str, ExerciseText]: ...
@overload
def read_words(kind: Literal["routines"], language: str) -> Mapping[str, RoutineText]: ...
@overload
def read_words(kind: Literal["screens"], language: str) -> Mapping[str, ScreenText]: ...
@overload
def read_words(kind: Literal["situations"], language: str) -> Mapping[str, SituationText]: ...
@overload
def read_words(kind: Literal["habits"], language: str) -> Mapping[str, HabitText]: ...
@overload
def read_words(kind: Literal["notes"], language: str) -> Mapping[str, NoteText]: ...
@overload
def read_words(kind: Literal["stops"], language: str) -> Mapping[str, StopText]: ...
def read_words(kind: str, language: str) -> Mapping[str, Any]:
    """The words of one kind by id; in English what the language lacks."""
    return _with_english(kind, language)


@cache
def read_own_words(kind: str, language: str) -> Mapping[str, Any]:
    """The words of one kind that a language has itself, by id."""
    if kind not in TEXT_TYPES:
        raise InvalidValueError(f"Expected one of {', '.join(TEXT_TYPES)}, got {kind!r}.")
    return read_folder(TEXT / language / kind, TEXT_TYPES[kind])


def languages() -> tuple[str, ...]:
    """Every language in which there are words."""
    return tuple(sorted(path.name for path in TEXT.iterdir() if path.is_dir()))


@cache
def _with_english(kind: str, language: str) -> Mapping[str, Any]:
    own = read_own_words(kind, language) if language in languages() else {}
    return MappingProxyType({**read_own_words(kind, ENGLISH), **own})
