"""All that is stored of a runner; every row has its owner, every query goes through `owned_by`."""

from midstance.store.models.checks import ClinicianAnswer, ClinicianKind, KneeCheck, Side
from midstance.store.models.jobs import ImportedFile, Job, JobState, Outcome, Quarantine
from midstance.store.models.loads import RunLoad, TissueLoadRow
from midstance.store.models.runner import NoteShown, Runner, Sex, Shoe, ShoeChange, Units
from midstance.store.models.runs import Original, Run, RunStreams, ShoeTold
from midstance.store.models.training import (
    CheckIn,
    Moment,
    OwnActivity,
    PainEntry,
    PlannedWeek,
    PlanWishes,
    Questionnaire,
    ReminderShown,
    Reminding,
    ScreenReading,
    SessionKind,
    SessionLog,
    WeekReview,
)

__all__ = [
    "CheckIn",
    "ClinicianAnswer",
    "ClinicianKind",
    "ImportedFile",
    "Job",
    "JobState",
    "KneeCheck",
    "Moment",
    "NoteShown",
    "Original",
    "Outcome",
    "OwnActivity",
    "PainEntry",
    "PlanWishes",
    "PlannedWeek",
    "Quarantine",
    "Questionnaire",
    "ReminderShown",
    "Reminding",
    "Run",
    "RunLoad",
    "RunStreams",
    "Runner",
    "ScreenReading",
    "SessionKind",
    "SessionLog",
    "Sex",
    "Shoe",
    "ShoeChange",
    "ShoeTold",
    "Side",
    "TissueLoadRow",
    "Units",
    "WeekReview",
]
