"""The whole knowledge base as one value, so that a test may plant a fault in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from midstance.core.load.change_measures import Measure
from midstance.knowledge.barriers import read_barriers
from midstance.knowledge.changes import read_changes
from midstance.knowledge.check_ins import read_check_ins
from midstance.knowledge.cues import read_cue_records
from midstance.knowledge.exercises import PlanRecords, read_plan_records
from midstance.knowledge.film_findings import read_film_findings
from midstance.knowledge.gait_norms import read_gait_curves, read_gait_norms
from midstance.knowledge.habits import read_habit_records, read_note_records
from midstance.knowledge.kinds import TEXT_TYPES
from midstance.knowledge.knee_check import CheckRecords, read_check_records
from midstance.knowledge.load import read_parameters, read_sources
from midstance.knowledge.motions import read_motions
from midstance.knowledge.records import Parameter, Source
from midstance.knowledge.records_barriers import BarrierRecord
from midstance.knowledge.records_changes import ChangeRecord
from midstance.knowledge.records_check_in import CheckInRecord
from midstance.knowledge.records_films import FilmFindingRecord
from midstance.knowledge.records_gait import CueRecord, GaitCurveRecord, GaitNormRecord
from midstance.knowledge.records_habits import HabitRecord, NoteRecord
from midstance.knowledge.records_motion import MotionRecord
from midstance.knowledge.records_screens import ScreenRecord
from midstance.knowledge.screens import read_screen_records
from midstance.knowledge.words import languages, read_own_words

Words = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Language to kind to id to text record."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Every record of every kind."""

    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    check: CheckRecords
    plan: PlanRecords
    motions: Mapping[str, MotionRecord]
    check_ins: Mapping[str, CheckInRecord]
    barriers: Mapping[str, BarrierRecord]
    habits: Mapping[str, HabitRecord]
    notes: Mapping[str, NoteRecord]
    changes: Mapping[Measure, ChangeRecord]
    screens: Mapping[str, ScreenRecord]
    film_findings: Mapping[str, FilmFindingRecord]
    gait_norms: Mapping[str, GaitNormRecord]
    gait_curves: Mapping[str, GaitCurveRecord]
    cues: Mapping[str, CueRecord]
    words: Words


def read_knowledge_base() -> KnowledgeBase:
    """Everything that is committed."""
    return KnowledgeBase(
        sources=read_sources(),
        parameters=read_parameters(),
        check=read_check_records(),
        plan=read_plan_records(),
        motions=read_motions(),
        check_ins=read_check_ins(),
        barriers=read_barriers(),
        habits=read_habit_records(),
        notes=read_note_records(),
        changes=read_changes(),
        screens=read_screen_records(),
        film_findings=read_film_findings(),
        gait_norms=read_gait_norms(),
        gait_curves=read_gait_curves(),
        cues=read_cue_records(),
        words={
            language: {kind: read_own_words(kind, language) for kind in TEXT_TYPES}
            for language in languages()
        },
    )
