"""When two files tell of the same run, and which of them tells more."""

from midstance.importers.clean import CleanRun


def assess_richness(run: CleanRun) -> int:
    """Rank a run by what it holds: running dynamics, then format, then channels, then points."""
    raise NotImplementedError


def same_run(a_start_s: float, a_end_s: float, b_start_s: float, b_end_s: float) -> bool:
    """Say whether two recordings overlap so much that they are one run."""
    raise NotImplementedError
