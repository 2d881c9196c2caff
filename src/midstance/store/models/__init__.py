"""All that is stored of a runner; every row has its owner, every query goes through `owned_by`."""

from midstance.store.models.checks import ClinicianAnswer, ClinicianKind, KneeCheck, Side
from midstance.store.models.jobs import ImportedFile, Job, JobState, Outcome, Quarantine
from midstance.store.models.loads import RunLoad, TissueLoadRow
from midstance.store.models.runner import Runner, Sex, Shoe, Units
from midstance.store.models.runs import Original, Run, RunStreams

__all__ = [
    "ClinicianAnswer",
    "ClinicianKind",
    "ImportedFile",
    "Job",
    "JobState",
    "KneeCheck",
    "Original",
    "Outcome",
    "Quarantine",
    "Run",
    "RunLoad",
    "RunStreams",
    "Runner",
    "Sex",
    "Shoe",
    "Side",
    "TissueLoadRow",
    "Units",
]
