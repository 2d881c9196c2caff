"""FIT files: columns for whoever wants them all, activities for the rest of Midstance."""

from midstance.importers.fit.columns import DeveloperColumn, DeveloperKey, Messages
from midstance.importers.fit.decode import FitFile, FitPart, decode_fit
from midstance.importers.fit.read import read_fit, read_fit_runs

__all__ = [
    "DeveloperColumn",
    "DeveloperKey",
    "FitFile",
    "FitPart",
    "Messages",
    "decode_fit",
    "read_fit",
    "read_fit_runs",
]
