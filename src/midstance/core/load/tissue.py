"""The knee tissues that the load model knows."""

from enum import StrEnum


class Tissue(StrEnum):
    """Where the load lands; the iliotibial band is an index only, never a force."""

    PATELLOFEMORAL = "patellofemoral"
    PATELLAR_TENDON = "patellar_tendon"
    TIBIOFEMORAL = "tibiofemoral"
    ILIOTIBIAL_BAND = "iliotibial_band"


FORCE_TISSUES = (Tissue.PATELLOFEMORAL, Tissue.PATELLAR_TENDON, Tissue.TIBIOFEMORAL)
