"""The plain word for each tissue, as a runner reads it."""

from django.utils.translation import gettext_lazy as _

from midstance.core.load.tissue import Tissue

TISSUE_WORDS = {
    Tissue.PATELLOFEMORAL: _("kneecap joint"),
    Tissue.PATELLAR_TENDON: _("kneecap tendon"),
    Tissue.TIBIOFEMORAL: _("knee joint"),
    Tissue.ILIOTIBIAL_BAND: _("outer band"),
}
