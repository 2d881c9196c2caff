"""The plain word for each tissue, as a runner reads it."""

from midstance.core.load.tissue import Tissue

TISSUE_WORDS = {
    Tissue.PATELLOFEMORAL: "kneecap joint",
    Tissue.PATELLAR_TENDON: "kneecap tendon",
    Tissue.TIBIOFEMORAL: "knee joint",
    Tissue.ILIOTIBIAL_BAND: "outer band",
}
