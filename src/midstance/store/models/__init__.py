"""All that is stored of a runner; every row has its owner, every query goes through `owned_by`."""

from midstance.store.models.jobs import ImportedFile, Job, JobState, Outcome, Quarantine
from midstance.store.models.loads import RunLoad, TissueLoadRow
from midstance.store.models.runner import Runner, Sex, Shoe, Units
from midstance.store.models.runs import Original, Run, StreamBlob

__all__ = [
    "ImportedFile",
    "Job",
    "JobState",
    "Original",
    "Outcome",
    "Quarantine",
    "Run",
    "RunLoad",
    "Runner",
    "Sex",
    "Shoe",
    "StreamBlob",
    "TissueLoadRow",
    "Units",
]
