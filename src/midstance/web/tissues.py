"""The knee tissues in the words of a runner: plain word first, then the term."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class TissueWords:
    """How a page speaks of one tissue."""

    key: str
    plain: str | Promise
    term: str | Promise
    about: str | Promise


KNEECAP_JOINT = TissueWords(
    "patellofemoral",
    _("kneecap joint"),
    _("patellofemoral joint"),
    _("Where your kneecap glides on your thigh bone. Pain here sits around or behind the kneecap."),
)

TISSUES = (
    KNEECAP_JOINT,
    TissueWords(
        "patellar_tendon",
        _("kneecap tendon"),
        _("patellar tendon"),
        _("The cord from your kneecap to your shin bone. Pain here sits just below the kneecap."),
    ),
    TissueWords(
        "tibiofemoral",
        _("knee joint"),
        _("tibiofemoral joint"),
        _("Where your thigh bone stands on your shin bone."),
    ),
    TissueWords(
        "iliotibial_band",
        _("outer band"),
        _("iliotibial band"),
        _(
            "The band along the outside of your thigh. This is a rough index, not a force, "
            "and nobody has checked it against a lab yet."
        ),
    ),
)
INDEX_ONLY = "iliotibial_band"
BY_KEY = {tissue.key: tissue for tissue in TISSUES}


def choose_tissue(key: str | None) -> TissueWords:
    """The tissue asked for; the kneecap joint when none or an unknown one was."""
    return BY_KEY.get(key or "", KNEECAP_JOINT)
