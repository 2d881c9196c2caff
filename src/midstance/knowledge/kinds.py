"""Every kind of record and the folder that holds it; a new kind is one class and one line."""

from collections.abc import Mapping
from types import MappingProxyType

from midstance.knowledge.records import Parameter, Source
from midstance.knowledge.records_barriers import BarrierRecord, BarrierText
from midstance.knowledge.records_changes import ChangeRecord
from midstance.knowledge.records_check import (
    ConditionRecord,
    ContributorRecord,
    FindingRecord,
    QuestionRecord,
    RedFlagRecord,
    SelfTestRecord,
)
from midstance.knowledge.records_check_in import CheckInRecord, CheckInText
from midstance.knowledge.records_exercise_text import (
    DoseText,
    EquipmentText,
    ExerciseText,
    RoutineText,
    SituationText,
    StopText,
)
from midstance.knowledge.records_films import FilmFindingRecord, FilmFindingText
from midstance.knowledge.records_gait import CueRecord, CueText, GaitCurveRecord, GaitNormRecord
from midstance.knowledge.records_habits import HabitRecord, HabitText, NoteRecord, NoteText
from midstance.knowledge.records_motion import MotionRecord
from midstance.knowledge.records_plan import (
    DoseRecord,
    EquipmentRecord,
    ExerciseRecord,
    RoutineRecord,
)
from midstance.knowledge.records_screens import ScreenRecord, ScreenText
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

RECORD_TYPES: Mapping[str, type] = MappingProxyType(
    {
        "barriers": BarrierRecord,
        "changes": ChangeRecord,
        "check_ins": CheckInRecord,
        "conditions": ConditionRecord,
        "contributors": ContributorRecord,
        "cues": CueRecord,
        "doses": DoseRecord,
        "equipment": EquipmentRecord,
        "exercises": ExerciseRecord,
        "film_findings": FilmFindingRecord,
        "findings": FindingRecord,
        "gait_curves": GaitCurveRecord,
        "gait_norms": GaitNormRecord,
        "habits": HabitRecord,
        "motions": MotionRecord,
        "notes": NoteRecord,
        "parameters": Parameter,
        "questions": QuestionRecord,
        "red_flags": RedFlagRecord,
        "routines": RoutineRecord,
        "screens": ScreenRecord,
        "sources": Source,
        "tests": SelfTestRecord,
    }
)
"""Folder below `data/` to the kind of record it holds."""

TEXT_TYPES: Mapping[str, type] = MappingProxyType(
    {
        "articles": ArticleText,
        "barriers": BarrierText,
        "care": CareText,
        "check_ins": CheckInText,
        "conditions": ConditionText,
        "contributors": ContributorText,
        "cues": CueText,
        "doses": DoseText,
        "equipment": EquipmentText,
        "exercises": ExerciseText,
        "film_findings": FilmFindingText,
        "findings": FindingText,
        "habits": HabitText,
        "notes": NoteText,
        "programmes": ProgrammeText,
        "questions": QuestionText,
        "red_flags": RedFlagText,
        "routines": RoutineText,
        "screens": ScreenText,
        "situations": SituationText,
        "stops": StopText,
        "tests": SelfTestText,
    }
)
"""Folder below `text/<language>/` to the kind of record it holds."""
